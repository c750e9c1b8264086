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
                "文件里没有表格。可读取 .xlsx、.xls、.ods 和 .csv。",
                "There is no table in this file; .xlsx, .xls, .ods and .csv are read.",
            ),
            Self::OpenQuote { row } => said(
                format!("第 {row} 行起有引号没有成对，请补上或删去。"),
                format!("A quotation mark opened in row {row} is never closed; close or delete it."),
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
