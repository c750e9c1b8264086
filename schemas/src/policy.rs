//! Policy (定义版本): the definition files a city runs and the campaign in force, as one canonical text. Its SHA-256 is
//! its version; a leaf of the log addressed to everyone fixes it, and every statement names the one it was made under.

use crate::{
    definition::{DefinitionError, Definitions, Source},
    hash::Sha,
    lines::{BadLine, Lines},
    text::Text,
};

const TITLE: &str = "tongbao-policy/v1";
/// How every policy begins, whatever its format's version.
pub const PREFIX: &str = "tongbao-policy/";
/// Most bytes of a policy.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Most definition files in one.
pub const MAX_FILES: usize = 1_000;
/// Most bytes of a file's name.
const MAX_NAME: usize = 200;

/// A policy.
#[derive(Clone, Debug)]
pub struct Policy {
    campaign: String,
    sources: Vec<Source>,
}

/// Why a text is not a policy this program can follow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// Longer than [`MAX_BYTES`], or more than [`MAX_FILES`] files.
    #[error("more than {MAX_BYTES} bytes or {MAX_FILES} files")]
    Long,
    /// Its format is of a version this program does not know.
    #[error("its format is newer than this program")]
    Newer,
    /// A line of its head is wrong.
    #[error(transparent)]
    Line(#[from] BadLine),
    /// A file's name cannot stand, or comes twice or out of order.
    #[error("the name of file {0} cannot stand")]
    Name(usize),
    /// A file's text is not the one its line names.
    #[error("{0} has not the length or hash that is named")]
    Content(String),
    /// A definition in it is wrong, or of a kind this program does not know.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// It does not define the campaign it puts in force.
    #[error("it defines no campaign `{0}`")]
    Campaign(String),
}

impl PolicyFault {
    /// What is wrong, for a person.
    pub fn text(&self) -> Text {
        let en = self.to_string();
        let zh = match self {
            Self::Long => format!("超过{MAX_BYTES}字节或{MAX_FILES}个文件"),
            Self::Newer => "格式比本程序新".to_owned(),
            Self::Line(BadLine(line)) => format!("`{line}`一行缺失、错位或无法识读"),
            Self::Name(number) => format!("第{number}个文件的名称不成立"),
            Self::Content(name) => format!("{name}的长度或摘要与所记不符"),
            Self::Definition(DefinitionError { file, key, reason }) => format!("{file}的{key}：{reason}"),
            Self::Campaign(code) => format!("没有定义专项行动`{code}`"),
        };
        Text::owned(zh, en)
    }
}

impl Policy {
    /// The policy of a campaign and definition files, which stand in the order of their names from now on.
    ///
    /// # Errors
    /// [`PolicyFault::Long`], [`PolicyFault::Name`].
    pub fn new(campaign: &str, mut sources: Vec<Source>) -> Result<Self, PolicyFault> {
        for source in &mut sources {
            source.text = source.text.replace("\r\n", "\n");
        }
        sources.sort_by(|one, other| one.file.cmp(&other.file));
        let policy = Self { campaign: campaign.to_owned(), sources };
        policy.sound()?;
        if policy.compose().len() > MAX_BYTES { Err(PolicyFault::Long) } else { Ok(policy) }
    }

    /// Code of the campaign in force.
    pub fn campaign(&self) -> &str {
        &self.campaign
    }

    /// Names of the files, in order.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|source| source.file.as_str())
    }

    /// The text: title, campaign, number of files, a line of length, hash and name for each; an empty line; and the
    /// files one after the other.
    pub fn compose(&self) -> String {
        let mut text = format!("{TITLE}\ncampaign {}\nfiles {}\n", self.campaign, self.sources.len());
        for Source { file, text: content } in &self.sources {
            let line = format!("file {} {} {file}\n", content.len(), Sha::of(content.as_bytes()));
            text.push_str(&line);
        }
        text.push('\n');
        self.sources.iter().for_each(|source| text.push_str(&source.text));
        text
    }

    /// The hash of the text.
    pub fn version(&self) -> Sha {
        Sha::of(self.compose().as_bytes())
    }

    /// Reads a policy. Whether its definitions can be followed is for [`Policy::definitions`] to say.
    ///
    /// # Errors
    /// [`PolicyFault`] names the line or file.
    pub fn parse(text: &str) -> Result<Self, PolicyFault> {
        if text.len() > MAX_BYTES {
            return Err(PolicyFault::Long);
        }
        if text.starts_with(PREFIX) && !text.starts_with(&format!("{TITLE}\n")) {
            return Err(PolicyFault::Newer);
        }
        let (head, mut rest) = text.split_once("\n\n").ok_or(BadLine(TITLE))?;
        let head = format!("{head}\n");
        let mut lines = Lines::titled(&head, TITLE)?;
        let campaign = lines.text("campaign")?.to_owned();
        let files: usize = lines.value("files")?;
        if files > MAX_FILES {
            return Err(PolicyFault::Long);
        }
        let mut sources = Vec::new();
        for _ in 0..files {
            let (length, hash, file) = file(lines.text("file")?).ok_or(BadLine("file"))?;
            let wrong = || PolicyFault::Content(file.to_owned());
            let (content, after) = rest.split_at_checked(length).ok_or_else(wrong)?;
            if Sha::of(content.as_bytes()) != hash {
                return Err(wrong());
            }
            rest = after;
            sources.push(Source { file: file.to_owned(), text: content.to_owned() });
        }
        lines.end()?;
        let policy = Self { campaign, sources };
        policy.sound()?;
        // One policy has one text: no leading zeros, nothing after the last file.
        if policy.compose() == text { Ok(policy) } else { Err(BadLine("end").into()) }
    }

    /// The definitions, loaded as the city loads them.
    ///
    /// # Errors
    /// [`PolicyFault::Definition`], [`PolicyFault::Campaign`].
    pub fn definitions(&self) -> Result<Definitions, PolicyFault> {
        let definitions = Definitions::load(self.sources.clone())?;
        match definitions.campaign(&self.campaign) {
            Some(_) => Ok(definitions),
            None => Err(PolicyFault::Campaign(self.campaign.clone())),
        }
    }

    /// Names are printable and strictly in order, so that equal files give equal bytes.
    fn sound(&self) -> Result<(), PolicyFault> {
        if self.sources.len() > MAX_FILES {
            return Err(PolicyFault::Long);
        }
        if self.campaign.is_empty() || self.campaign.chars().any(|c| c.is_control() || c == ' ') {
            return Err(BadLine("campaign").into());
        }
        let plain = |name: &str| {
            (1..=MAX_NAME).contains(&name.len()) && !name.chars().any(char::is_control) && name.trim() == name
        };
        let mut before: Option<&str> = None;
        for (number, name) in (1..).zip(self.files()) {
            if !plain(name) || before.is_some_and(|before| before >= name) {
                return Err(PolicyFault::Name(number));
            }
            before = Some(name);
        }
        Ok(())
    }
}

fn file(line: &str) -> Option<(usize, Sha, &str)> {
    let (length, rest) = line.split_once(' ')?;
    let (hash, name) = rest.split_once(' ')?;
    Some((length.parse().ok()?, hash.parse().ok()?, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(file: &str, text: &str) -> Source {
        Source { file: file.into(), text: text.into() }
    }

    fn small() -> Policy {
        let list = "list = \"YES\"\nversion = 1\nname = { zh = \"是否\", en = \"yes or no\" }\n\
                    items = [{ code = \"1\", name = { zh = \"是\", en = \"yes\" } }]\n";
        Policy::new("none", vec![source("b.toml", "x\r\n"), source("a.toml", list)]).unwrap()
    }

    #[test]
    fn golden_bytes() {
        insta::assert_snapshot!(small().compose());
    }

    #[test]
    fn what_the_program_holds_makes_the_round_and_has_one_version() {
        let policy = Policy::new("yunjiang-2025", Definitions::builtin_sources()).unwrap();
        let text = policy.compose();
        let read = Policy::parse(&text).unwrap();
        assert_eq!((read.compose(), read.version()), (text.clone(), Sha::of(text.as_bytes())));
        let (own, carried) = (Definitions::builtin().unwrap(), read.definitions().unwrap());
        let digests = |definitions: &Definitions| {
            definitions.forms().map(|form| (form.schema(), form.digest)).collect::<Vec<_>>()
        };
        assert_eq!(digests(&own), digests(&carried));
        assert_eq!(read.campaign(), "yunjiang-2025");
        let mut turned = Definitions::builtin_sources();
        turned.reverse();
        assert_eq!(Policy::new("yunjiang-2025", turned).unwrap().version(), policy.version());
        let other = Policy::new("province-2022", Definitions::builtin_sources()).unwrap();
        assert_ne!(other.version(), policy.version());
        let none = Policy::new("nowhere-1", Definitions::builtin_sources()).unwrap();
        assert_eq!(none.definitions().unwrap_err(), PolicyFault::Campaign("nowhere-1".into()));
    }

    #[test]
    fn a_text_is_refused_with_what_and_where() {
        let text = small().compose();
        assert_eq!(Policy::parse(&text).unwrap().compose(), text);
        let fault = |bad: &str| Policy::parse(bad).unwrap_err();
        let replaced = |from: &str, to: &str| fault(&text.replacen(from, to, 1));
        assert_eq!(replaced("policy/v1", "policy/v2"), PolicyFault::Newer);
        assert_eq!(replaced("tongbao-policy", "tongbao-police"), BadLine(TITLE).into());
        assert_eq!(replaced("campaign none", "campaign"), BadLine("campaign").into());
        assert_eq!(replaced("campaign none", "campaign no ne"), BadLine("campaign").into());
        assert_eq!(replaced("files 2", "files 3"), BadLine("file").into());
        assert_eq!(replaced("files 2", "files 1"), BadLine("end").into());
        assert_eq!(replaced("files 2", "files 02"), BadLine("end").into());
        assert_eq!(replaced("files 2", "files 1001"), PolicyFault::Long);
        assert_eq!(replaced("file 2 ", "file 3 "), PolicyFault::Content("b.toml".into()));
        assert_eq!(replaced("yes or no", "yes or ja"), PolicyFault::Content("a.toml".into()));
        assert_eq!(replaced("b.toml", "a.toml"), PolicyFault::Name(2));
        assert_eq!(replaced("b.toml", "b.toml "), PolicyFault::Name(2));
        assert_eq!(fault(&format!("{text}x")), BadLine("end").into());
        assert_eq!(fault(&"x".repeat(MAX_BYTES + 1)), PolicyFault::Long);
        for end in 0..text.len() {
            if let Some(cut) = text.get(..end) {
                assert!(Policy::parse(cut).is_err(), "{end}");
            }
        }
        let long = vec![source("a.toml", &"x".repeat(MAX_BYTES))];
        assert_eq!(Policy::new("none", long).unwrap_err(), PolicyFault::Long);
        let twice = vec![source("a.toml", ""), source("a.toml", "")];
        assert_eq!(Policy::new("none", twice).unwrap_err(), PolicyFault::Name(2));
        let wrong = Policy::new("none", vec![source("b.toml", "x\n")]).unwrap().definitions().unwrap_err();
        assert!(matches!(&wrong, PolicyFault::Definition(error) if error.file == "b.toml"), "{wrong}");
        assert!(wrong.text().zh.contains("b.toml"));
    }
}
