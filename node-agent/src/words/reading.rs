//! What is said of a file that is read, watched or made: forms, headings, encodings, bounds of the reading process.

schemas::catalogue! {
    /// File cannot be opened.
    FILE = "无法打开文件“{name}”：{why}。检查文件名和权限。", "“{name}” cannot be opened: {why}. Check its name and permissions.";
    /// File is no ledger.
    UNREADABLE = "文件“{name}”：{why}", "“{name}”: {why}";
    /// Reading was stopped.
    NOT_READ = "文件“{name}”没有读完：{why}。没有报送，也没有改动任何数据。请用表格软件打开它，只留台账工作表，另存为新的 .xlsx 再试；仍不行的，把情况告诉市局。", "“{name}” was not read: {why}. Nothing was filed or changed. Open it in a spreadsheet, keep only the ledger's sheet, save it as a new .xlsx and try again; if that fails too, tell the city.";
    /// Reader not started.
    NOT_STARTED = "读取程序无法启动（{why}）", "the reading process could not be started ({why})";
    /// Out of time.
    OUT_OF_TIME = "超过了读取时限", "it takes longer to read than allowed";
    /// Out of memory.
    OUT_OF_MEMORY = "所需内存超过上限", "it takes more memory to read than allowed";
    /// Ended.
    READER_DIED = "读取中途终止，文件可能过大、损坏或有害", "the reading process ended half-way; the file may be too large, damaged or harmful";
    /// Answer too large.
    ANSWER_TOO_LARGE = "读出的内容超过上限", "it holds more than allowed";
    /// Answer not understood.
    ANSWER_NOT_UNDERSTOOD = "读出的内容无法识读", "what was read cannot be understood";
    /// No file.
    NO_FILE = "没有指定文件。请给出台账文件。", "No file was named. Name the ledger's file.";
    /// Unknown form.
    UNKNOWN_FORM = "没有表式 {form}。检查 --form，或安装该表式的定义。", "There is no form {form}. Check --form, or install its definition.";
    /// No form fits.
    NO_FORM_FITS = "表头与任何表式都不相符。请用 --form 指明表式，或检查表头。", "The headings fit no form. Name the form with --form, or check the headings.";
    /// Several forms fit.
    UNCLEAR_FORM = "表头与多个表式相符：{forms}。请用 --form 指明。", "The headings fit several forms: {forms}. Say which with --form.";
    /// The template's file exists.
    FILE_EXISTS = "文件“{name}”已存在，未覆盖。请换一个文件名，或加 --force。", "“{name}” exists and was not overwritten. Use another name, or --force.";
    /// No workbook can hold the form.
    TEMPLATE = "表式 {form} 无法做成模板：{why}。请检查其定义。", "No template can be made of form {form}: {why}. Check its definition.";
    /// Template written.
    TEMPLATE_WRITTEN = "已写出 {form} {name} 的模板：{file}。填好后运行 node-agent check {file} --form {form} --period 报告期", "The template of {form} {name} is in {file}. Fill it in, then run `node-agent check {file} --form {form} --period PERIOD`.";
    /// Unknown field in --map.
    UNKNOWN_FIELD = "该表式没有字段 {field}。检查 --map。", "The form has no field {field}. Check --map.";
    /// Undecodable bytes.
    UNDECODABLE = "有无法识别的字节，文字可能已损坏", "Some bytes are no characters in the file's encoding";
    /// What to do.
    UNDECODABLE_FIX = "用 --encoding 指明编码，或另存为 UTF-8 后再试", "Name the encoding with --encoding, or save the file as UTF-8";
    /// No period.
    NO_PERIOD_IN_NAME = "文件名里没有报告期，或不止一个。请在文件名中写明一个报告期，如 L3_2025Q3.xlsx，再放入文件夹。", "The file's name holds no period, or several. Put exactly one into it, as in L3_2025Q3.xlsx, and put the file here again.";
    /// Changed after the check.
    CHANGED_SINCE = "“{name}”在审核之后被改动过，没有封存。请把它重新放入监视文件夹审核。", "“{name}” was changed after it was checked and was not sealed. Put it into the watched folder again.";
}
