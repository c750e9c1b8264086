//! 各地配套方案: the documents that bureaus bring to a task of the campaign (DOMAIN §7.1 item 21). A later one stands beside an earlier
//! one, and none is changed or taken away.

use chrono::{DateTime, Utc};
use schemas::{
    bureau::{Bureau, BureauCode},
    campaign::{Campaign, Department, Task},
    hash::Sha,
    privacy::{Scan, personal_data},
    problem::Problem,
    text::Text,
};

use crate::error::AppError;

/// Most bytes of a document.
pub const MAX_BYTES: usize = 5 * 1024 * 1024;
/// Most characters of its name.
pub const MAX_NAME: usize = 120;
/// Most that one bureau brings on one day.
pub const MOST_A_DAY: usize = 20;

/// Said to who brings more.
pub const TOO_MANY: Text = Text::new(
    "本单位今天已上传{most}份，请明天再传",
    "The bureau has uploaded {most} files today; upload more tomorrow",
);

/// What bytes begin with, and the endings that fit them: a file that is not what it is called is not taken.
const KINDS: [(&[u8], &[&str]); 5] = [
    (b"%PDF-", &["pdf"]),
    (b"PK\x03\x04", &["docx", "xlsx", "ofd", "wps", "et"]),
    (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", &["doc", "xls", "wps", "et"]),
    (b"\xFF\xD8\xFF", &["jpg", "jpeg"]),
    (b"\x89PNG\r\n\x1A\n", &["png"]),
];

/// A document that was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its identity.
    pub id: Sha,
    /// Code of the task.
    pub task: String,
    /// Whose.
    pub bureau: BureauCode,
    /// Its name.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// Their hash.
    pub sha256: Sha,
    /// When it was brought.
    pub at: DateTime<Utc>,
    /// Login of who brought it.
    pub by: String,
}

/// The tasks to which bureaus bring documents: those of which each reports for itself, with the department that stands for all of them.
pub fn tasks(campaign: &Campaign) -> impl Iterator<Item = (&Task, &Department)> {
    campaign.tasks.iter().filter_map(|task| {
        let each = |code: &str| campaign.department(code).filter(|department| department.each_bureau);
        Some((task, task.departments().find_map(each)?))
    })
}

/// Whether a document can stand: of a task to which bureaus bring some, of a bureau that is in sight, named, of a kind that opens
/// everywhere and is what it is called, and not too long.
///
/// # Errors
/// [`Problem::Invalid`] with what is wrong, [`Problem::NotFound`] of another's bureau.
pub fn sound<'a>(
    campaign: &'a Campaign,
    bureaus: &[Bureau],
    (task, bureau): (&str, &BureauCode),
    (name, bytes): (&str, &[u8]),
) -> Result<&'a Department, AppError> {
    let unfit = |text: Text| Err(AppError::with(Problem::Invalid, text));
    if !bureaus.iter().any(|one| one.code == *bureau) {
        return Err(Problem::NotFound.into());
    }
    let Some((_, department)) = tasks(campaign).find(|(one, _)| one.code == task) else {
        return unfit(Text::new(
            "这项任务不要求各单位报送材料，请从所列任务中选择",
            "Bureaus bring no documents to this task; choose one that is listed",
        ));
    };
    if bytes.is_empty() {
        return unfit(Text::new("没有选择文件，或文件是空的", "No file was chosen, or it is empty"));
    }
    if bytes.len() > MAX_BYTES {
        let text = Text::new("文件超过{most}MB，请压缩后再传", "The file is over {most} MB; make it smaller");
        return unfit(text.fill(&[("most", &(MAX_BYTES / 1024 / 1024))]));
    }
    let letters = name.chars().count();
    if !(1..=MAX_NAME).contains(&letters)
        || name.chars().any(|letter| letter.is_control() || "/\\\"".contains(letter))
    {
        let text = Text::new(
            "文件名须为1至{most}字，不含斜线和引号",
            "The name of a file has 1 to {most} characters, no strokes and no quotation marks",
        );
        return unfit(text.fill(&[("most", &MAX_NAME)]));
    }
    if let Some(kind) = personal_data(name, Scan::FreeText) {
        let text = Text::new(
            "文件名中含{kind}，请改名后再传",
            "The name of the file holds personal data ({kind}); name it otherwise",
        );
        return unfit(text.fill(&[("kind", &kind.title())]));
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    let fits = |(begins, endings): &(&[u8], &[&str])| {
        bytes.starts_with(begins) && endings.contains(&ending.as_str())
    };
    if !KINDS.iter().any(fits) {
        return unfit(Text::new(
            "只收PDF、Word、Excel、WPS、OFD和JPG、PNG图片，且内容须与扩展名一致",
            "Only PDF, Word, Excel, WPS and OFD files and JPG or PNG pictures are taken, and what is in them must be what their names say",
        ));
    }
    Ok(department)
}

#[cfg(test)]
mod tests {
    use schemas::definition::Definitions;

    use super::*;

    #[test]
    fn every_gate_of_a_document_says_why_in_both_languages() {
        let campaign = Definitions::builtin().unwrap().campaign("yunjiang-2025").unwrap().as_ref().clone();
        let bureau = |code: &str| -> BureauCode { code.parse().unwrap() };
        let own = Bureau {
            code: bureau("519901"),
            name: Text::same("东湖区"),
            level: schemas::bureau::Level::County,
            kind: schemas::bureau::Kind::District,
            parent: None,
            counted_in: None,
            valid_from: "2020-01-01".parse().unwrap(),
            valid_to: None,
        };
        let said = |task: &str, name: &str, bytes: &[u8]| match sound(
            &campaign,
            std::slice::from_ref(&own),
            (task, &own.code),
            (name, bytes),
        ) {
            Ok(department) => department.code.clone(),
            Err(AppError::Problem { problem, detail, .. }) => {
                assert_eq!(problem, Problem::Invalid);
                detail.map(|text| format!("{} {}", text.zh, text.en)).unwrap()
            }
            Err(other) => panic!("{other}"),
        };
        let pdf = b"%PDF-1.7 ...";
        assert_eq!(said("1.2", "方案.PDF", pdf), "bureaus");
        assert_eq!(said("1.2", "方案.docx", b"PK\x03\x04..."), "bureaus");
        for (refused, zh, en) in [
            (said("2.3", "方案.pdf", pdf), "不要求各单位报送材料", "bring no documents"),
            (said("1.2", "方案.pdf", b""), "文件是空的", "it is empty"),
            (said("1.2", "方案.pdf", &vec![b'%'; MAX_BYTES + 1]), "超过5MB", "over 5 MB"),
            (said("1.2", "../方案.pdf", pdf), "不含斜线", "no strokes"),
            (said("1.2", &format!("{}.pdf", "长".repeat(MAX_NAME)), pdf), "1至120字", "1 to 120"),
            (said("1.2", "联系13812345678.pdf", pdf), "含手机号", "a mobile number"),
            (said("1.2", "方案.docx", pdf), "与扩展名一致", "what their names say"),
            (said("1.2", "方案.exe", b"MZ"), "只收PDF", "Only PDF"),
        ] {
            assert!(refused.contains(zh) && refused.contains(en), "{refused}");
        }
        let other = sound(&campaign, &[own], ("1.2", &bureau("519902")), ("方案.pdf", pdf));
        assert!(matches!(other, Err(AppError::Problem { problem: Problem::NotFound, .. })));
    }
}
