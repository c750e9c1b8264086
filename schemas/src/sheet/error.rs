//! Why a file could not be read, in words for the person who chose it.

use serde::{Deserialize, Serialize};

use crate::place::Place;
use crate::text::Text;

/// Why a file was refused. It is refused whole; nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", self.text().en)]
pub enum ReadError {
    /// The file has no bytes, or no cell that holds anything.
    Empty,
    /// More bytes than are read.
    FileTooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// More sheets than are read.
    TooManySheets {
        /// The limit.
        limit: usize,
    },
    /// More rows than are read.
    TooManyRows {
        /// The first cell beyond the limit.
        place: Place,
        /// The limit.
        limit: usize,
    },
    /// A filled cell too far to the right.
    TooManyColumns {
        /// That cell.
        place: Place,
        /// The limit.
        limit: u32,
    },
    /// More cells than are read.
    TooManyCells {
        /// The limit.
        limit: usize,
    },
    /// More text than is read.
    TooMuchText {
        /// The limit in bytes.
        limit: usize,
    },
    /// More characters in a cell than a spreadsheet can hold.
    CellTooLong {
        /// That cell.
        place: Place,
        /// The limit in characters.
        limit: usize,
    },
    /// More merged regions than are read.
    TooManyMerged {
        /// The limit.
        limit: usize,
    },
    /// A zipped workbook that would unpack to far more than it is: a bomb, or not made by a spreadsheet.
    Inflates,
    /// A workbook whose XML declares a document type or entities.
    DocumentType,
    /// A workbook that needs a password to open.
    Encrypted,
    /// Excel's binary workbook, which is not read.
    Xlsb,
    /// A workbook of Excel 95 or older.
    OldExcel,
    /// A web page or an XML file saved with the name of a workbook.
    Markup,
    /// Not a workbook and not text.
    NotText,
    /// A kind of file that holds no table.
    UnknownKind,
    /// A quotation mark that is opened and never closed.
    OpenQuote {
        /// The row in which the field begins.
        row: u32,
    },
    /// JSON that is no table: not an array of objects, or an object with something other than a single value in it.
    NotFlat {
        /// Which object, counted from 2 as the rows of a table below its headings; none for the whole file.
        row: Option<u32>,
    },
    /// A JSON object that says the same name twice.
    NameTwice {
        /// Which object, counted from 2.
        row: u32,
        /// The name.
        name: String,
    },
    /// A JSON number with more digits than can be read exactly.
    LongNumber {
        /// Which object, counted from 2.
        row: u32,
        /// Its name.
        name: String,
    },
    /// The bytes are not in the encoding that was asked for.
    WrongEncoding,
    /// The system refused the memory that the file needs.
    OutOfMemory,
    /// The file is cut short or was damaged; the detail is from the reader and only in English.
    Damaged {
        /// What the reader said.
        detail: String,
    },
}

impl ReadError {
    /// What is wrong and what to do, in both languages.
    pub fn text(&self) -> Text {
        const MIB: usize = 1024 * 1024;
        let said = |zh: String, en: String| Text { zh: zh.into(), en: en.into() };
        match self {
            Self::Empty => Text::new(
                "文件是空的，请选择有内容的台账。",
                "The file is empty; choose a ledger with content.",
            ),
            Self::FileTooLarge { limit } => said(
                format!("文件超过 {} MB，请按报告期拆分后再报。", limit / MIB),
                format!("The file is larger than {} MB; split it by period.", limit / MIB),
            ),
            Self::TooManySheets { limit } => said(
                format!("工作表超过 {limit} 张，请删去与台账无关的工作表。"),
                format!("More than {limit} sheets; delete those that are not the ledger."),
            ),
            Self::TooManyRows { place, limit } => said(
                format!("数据超过 {limit} 行（{}），请按报告期拆分。", place.text().zh),
                format!("More than {limit} rows ({}); split the file by period.", place.text().en),
            ),
            Self::TooManyColumns { place, limit } => said(
                format!("{}有内容，超过 {limit} 列的上限，请删去表格右侧的多余内容。", place.text().zh),
                format!(
                    "There is content at {}, beyond the limit of {limit} columns; delete it.",
                    place.text().en
                ),
            ),
            Self::TooManyCells { limit } => said(
                format!("单元格总数超过 {limit}，请删去与台账无关的工作表和列，或按报告期拆分。"),
                format!(
                    "More than {limit} cells; delete unrelated sheets and columns or split the file by period."
                ),
            ),
            Self::TooMuchText { limit } => said(
                format!("文字总量超过 {} MB，请按报告期拆分。", limit / MIB),
                format!("More than {} MB of text; split the file by period.", limit / MIB),
            ),
            Self::CellTooLong { place, limit } => said(
                format!("{}的文字超过 {limit} 字；若为 CSV，请检查引号是否成对。", place.text().zh),
                format!(
                    "More than {limit} characters at {}; in a CSV file, check that quotes are paired.",
                    place.text().en
                ),
            ),
            Self::TooManyMerged { limit } => said(
                format!("合并单元格超过 {limit} 处，请取消数据区的合并。"),
                format!("More than {limit} merged regions; unmerge the data rows."),
            ),
            Self::Inflates => Text::new(
                "工作簿解压后异常庞大，未读取。请用表格软件另存为新的 .xlsx 再试。",
                "The workbook unpacks to an abnormal size and was not read; save it anew as .xlsx.",
            ),
            Self::DocumentType => Text::new(
                "工作簿内含不允许的 XML 声明（DTD），未读取。请用表格软件另存为新的 .xlsx。",
                "The workbook declares an XML document type, which is not allowed; save it anew as .xlsx.",
            ),
            Self::Encrypted => Text::new(
                "工作簿设有打开密码，请去掉密码后再试。",
                "The workbook needs a password to open; remove the password.",
            ),
            Self::Xlsb => Text::new(
                "不支持 .xlsb 二进制工作簿，请另存为 .xlsx。",
                "Binary workbooks (.xlsb) are not read; save the file as .xlsx.",
            ),
            Self::OldExcel => Text::new(
                "这是 Excel 95 或更早的格式，请另存为 .xlsx。",
                "This is the format of Excel 95 or older; save the file as .xlsx.",
            ),
            Self::Markup => Text::new(
                "这其实是网页或 XML 文件，只是扩展名像表格。请用表格软件打开后另存为 .xlsx。",
                "This is a web page or XML file named like a workbook; open it in a spreadsheet and save it as .xlsx.",
            ),
            Self::NotText => {
                Text::new("既不是工作簿，也不是文本，无法读取。", "The file is neither a workbook nor text.")
            }
            Self::UnknownKind => Text::new(
                "文件里没有表格。可读取 .xlsx、.xls、.ods、.csv 和 .json。",
                "There is no table in this file; .xlsx, .xls, .ods, .csv and .json are read.",
            ),
            Self::OpenQuote { row } => said(
                format!("第 {row} 行起有引号没有成对，请补上或删去。"),
                format!("A quotation mark opened in row {row} is never closed; close or delete it."),
            ),
            Self::NotFlat { row: None } => Text::new(
                "JSON 文件应为对象的数组，如 [{\"案号\":\"1\"}, …]，请重新导出。",
                "A JSON file must be an array of objects, as in [{\"case\":\"1\"}, …]; export it anew.",
            ),
            Self::NotFlat { row: Some(row) } => said(
                format!(
                    "JSON 第 {} 个对象不是平的：每个名称只能对应文字、数字、是否或空。",
                    row.saturating_sub(1)
                ),
                format!(
                    "Object {} of the JSON file is not flat: each name must have a text, a number, true, false or null.",
                    row.saturating_sub(1)
                ),
            ),
            Self::NameTwice { row, name } => said(
                format!("JSON 第 {} 个对象中“{name}”出现两次，无法确定用哪个值。", row.saturating_sub(1)),
                format!("Object {} of the JSON file says “{name}” twice.", row.saturating_sub(1)),
            ),
            Self::LongNumber { row, name } => said(
                format!(
                    "JSON 第 {} 个对象的“{name}”数字过长，末位会丢失，请以文字（加引号）导出。",
                    row.saturating_sub(1)
                ),
                format!(
                    "“{name}” of object {} of the JSON file is too long a number and would lose digits; export it as text.",
                    row.saturating_sub(1)
                ),
            ),
            Self::WrongEncoding => Text::new(
                "文件不是所选的编码，请改选其他编码或“自动识别”。",
                "The file is not in the chosen encoding; choose another or automatic detection.",
            ),
            Self::OutOfMemory => Text::new(
                "读取所需内存超过上限，请按报告期拆分，或删去与台账无关的工作表。",
                "It takes more memory to read than allowed; split it by period or delete unrelated sheets.",
            ),
            Self::Damaged { detail } => said(
                format!("文件不完整或已损坏（{detail}），请用表格软件重新保存。"),
                format!("The file is cut short or damaged ({detail}); save it again in a spreadsheet."),
            ),
        }
    }
}
