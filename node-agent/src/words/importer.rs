//! Cases taken over from other systems: sources, exports, the working ledger.

schemas::catalogue! {
    /// Unknown source.
    NO_SOURCE = "没有名为“{name}”的来源。node-agent source list 列出已有的来源。", "There is no source “{name}”. See `node-agent source list`.";
    /// Name.
    BAD_NAME = "来源名称应为 1 至 40 个字，不含控制字符。", "A source's name has 1 to 40 characters and no control characters.";
    /// File.
    BAD_FILE = "来源文件无法识读：{why}。请用 node-agent source show 名称 --toml 写出的格式。", "The source's file cannot be read: {why}. Use the format that `node-agent source show NAME --toml` writes.";
    /// No form.
    NO_FORM = "“{name}”是新来源，请用 --form 指明表式，如 --form L3。", "“{name}” is new: name its form, for example --form L3.";
    /// Another form.
    OTHER_FORM = "来源“{name}”属于表式 {form}，不能改为其他表式。请另取名称新建来源。", "Source “{name}” is of form {form}, which cannot change. Make another source under another name.";
    /// No id.
    NO_ID = "表式 {form} 没有案号列，请用 --id 指明对方系统编号的列名。", "Form {form} has no case number: name the heading of the other system's id with --id.";
    /// Two headings.
    TWO_HEADINGS = "“{one}”和“{other}”都对应字段 {key}，只能留一个。把不用的列入 --skip，或用 source add --file 整份替换。", "“{one}” and “{other}” both stand for {key}; only one can. Skip the other with --skip, or replace the whole source with `source add --file`.";
    /// Used and skipped.
    SKIPPED = "列“{heading}”既要用又列入 --skip。请只留其一。", "“{heading}” is used and is to be skipped too. Say one of the two.";
    /// Translation of no column.
    NO_COLUMN = "列“{heading}”没有对应的字段，无法换算代码。请先用 --map “{heading}=字段” 指明，或直接写字段名。", "“{heading}” stands for no column, so its codes cannot be translated. Say which with --map \"{heading}=KEY\" first, or name the key.";
    /// Translation to no code.
    NO_CODE = "字段 {key} 的代码表中没有“{code}”。node-agent template 写出的填报说明列有可用代码。", "“{code}” is not in the code list of {key}. The template of the form lists its codes.";
    /// Too long.
    LENGTH = "列名或代码为空或超过 200 字：“{text}”。请改短。", "A heading or a code is empty or longer than 200 characters: “{text}”. Shorten it.";
    /// Bound.
    TOO_MANY_SOURCES = "来源已达 {n} 个的上限。请先用 node-agent source remove 删去不用的。", "There are {n} sources, the most there can be. Remove one with `node-agent source remove`.";
    /// Bound.
    TOO_MANY_HEADINGS = "一个来源对应和略去的列名合计不超过 {n} 个。请删去不用的列名。", "A source may map and skip {n} headings in all. Leave out those not needed.";
    /// Bound.
    TOO_MANY_CODES = "一个来源的代码换算不超过 {n} 条。请合并或删去不用的。", "A source may have {n} translations. Leave out those not needed.";
    /// Bound.
    FULL = "来源“{name}”的已导入行数将超过 {n} 行的上限，没有导入任何内容。请用 node-agent source forget 删去早已办结的行，或分设来源。", "Source “{name}” would hold more than {n} rows; nothing was taken over. Forget rows long closed with `node-agent source forget`, or use a second source.";
    /// Rows are held.
    HAS_ROWS = "来源“{name}”有 {n} 行已导入，没有删除。确要连同这些行一并删除的，加 --with-rows。", "{n} rows are held of source “{name}”; it was not removed. Add --with-rows to remove them too.";
    /// No row.
    NO_ROW = "没有编号为“{id}”的行，没有删除任何内容。node-agent source rows 列出已导入的行。", "No row has the id “{id}”; nothing was forgotten. See `node-agent source rows`.";
    /// No case number.
    NO_CASE = "表式 {form} 没有案号列，无法把工作簿的行与已导入的行对上。", "Form {form} has no case number, so a workbook's rows cannot be matched with those held.";
    /// Damaged.
    DAMAGED_ROW = "已导入的“{id}”已损坏。请从备份恢复 outbox.db，或删去该来源重新导入。", "“{id}” of the working ledger is damaged. Restore outbox.db from a backup, or remove the source and import again.";
    /// Refused.
    NOT_IMPORTED = "有 {n} 处问题，整份未导入，已导入的内容没有改动。请按上面的提示处理后再导入。", "Findings: {n}. Nothing was taken over and nothing held was changed. Deal with them and import again.";
    /// No headings.
    NO_HEADINGS = "没有找到来源“{name}”的列名", "The headings of source “{name}” were not found";
    /// What to do.
    NO_HEADINGS_FIX = "核对是否选错了文件或来源；对方系统改了列名的，用 source add --map 重新指明", "Check file and source; if the other system has changed its headings, map them again with `source add --map`";
    /// A sheet.
    SHEET_PASSED_OVER = "该工作表没有来源“{name}”所需的全部列名，未读取", "This sheet does not show the headings of source “{name}” and is not read";
    /// What to do.
    SHEET_PASSED_OVER_FIX = "表上如有案件，请补齐列名后再导入；没有的无需处理", "If it holds cases, complete its headings and import again; otherwise nothing";
    /// A heading is gone.
    HEADING_GONE = "缺少来源“{name}”的列“{heading}”（字段 {key}）", "The heading “{heading}” ({key}) of source “{name}” is missing";
    /// What to do.
    HEADING_GONE_FIX = "导出时带上这一列；对方改了列名的，运行 node-agent source add {name} --map \"新列名={key}\"", "Export that column too; if it has a new name, run `node-agent source add {name} --map \"HEADING={key}\"`";
    /// Several headings.
    HEADING_DOUBTFUL = "列“{columns}”对应哪个字段不能确定：{keys}", "Column “{columns}” may be {keys}";
    /// What to do.
    HEADING_DOUBTFUL_FIX = "用 node-agent source add {name} --map \"列名=字段\" 指明，不用的列入 --skip；同名的列只留一个", "Say which with `node-agent source add {name} --map \"HEADING=KEY\"`, or --skip it; of two of one name delete one";
    /// Not mapped.
    HEADING_UNREAD = "列“{heading}”没有对应的字段，未读取", "Column “{heading}” stands for no column of the form and is not read";
    /// What to do.
    HEADING_UNREAD_FIX = "需要的用 node-agent source add {name} --map \"{heading}=字段\" 指明；不需要的用 --skip \"{heading}\"，以后不再提示", "If it is needed, `node-agent source add {name} --map \"{heading}=KEY\"`; if not, --skip \"{heading}\" and it is not mentioned again";
    /// Row without id.
    WITHOUT_ID = "该行没有对方系统的编号，下次导入时无法认出", "The row has no id of the other system, by which the next import would know it";
    /// What to do.
    WITHOUT_ID_FIX = "补上编号；不是案件的行请删去", "Fill in the id; delete the row if it is no case";
    /// Id.
    BAD_ID = "编号无法识读，应为{why}", "The id cannot be read; it should be {why}";
    /// Id.
    LONG_ID = "编号超过 {n} 个字", "The id is longer than {n} characters";
    /// What to do.
    ID_FIX = "以文本格式导出编号列，并核对 --id 指的是哪一列", "Export the id as text, and check which column --id names";
    /// Id twice.
    TWICE = "编号“{id}”出现两次而内容不同，前一次在{first}", "The id “{id}” stands twice with different content, first at {first}";
    /// What to do.
    TWICE_FIX = "在对方系统核对，只留正确的一行", "Look it up in the other system and leave the right one";
    /// Id twice, the same.
    TWICE_SAME = "编号“{id}”出现两次，内容相同，只计一次；前一次在{first}", "The id “{id}” stands twice with the same content and counts once; first at {first}";
    /// What to do.
    TWICE_SAME_FIX = "无需处理", "Nothing to do";
    /// Unknown code.
    UNKNOWN_CODE = "{what}（共 {n} 处）", "{what} (cells: {n})";
    /// Unknown code.
    UNKNOWN_CODE_FIX = "说明它是哪个代码：node-agent source add {name} --code \"{key}:{written}=代码\"，再导入", "Say which code it is: `node-agent source add {name} --code \"{key}:{written}=CODE\"`, and import again";
    /// Source kept.
    SOURCE_KEPT = "已保存来源“{name}”（{form} {form_name}）：指明 {columns} 列，略去 {skip} 列，换算代码 {codes} 条。导入：node-agent source import {name} 文件", "Source “{name}” ({form} {form_name}) is kept: mapped headings {columns}, skipped {skip}, translations {codes}. Import with `node-agent source import {name} FILE`.";
    /// No sources.
    NO_SOURCES = "还没有来源。新建：node-agent source add 名称 --form 表式 --id 编号列名 --map \"列名=字段\"", "There is no source. Make one with `node-agent source add NAME --form FORM --id HEADING --map \"HEADING=KEY\"`.";
    /// A source.
    SOURCE_LINE = "{name}  {form}  已导入 {rows} 行", "{name}  {form}  rows held: {rows}";
    /// Head of a source.
    SOURCE_HEAD = "{name} → {form} {form_name}", "{name} → {form} {form_name}";
    /// Id.
    SOURCE_ID = "  编号列：{heading}", "  id: {heading}";
    /// Id.
    SOURCE_ID_CASE = "案号列", "the column of the case number";
    /// A heading.
    SOURCE_COLUMN = "  {heading} → {key} {title}", "  {heading} → {key} {title}";
    /// A translation.
    SOURCE_CODE = "  {key}：“{written}” → {code}", "  {key}: “{written}” → {code}";
    /// A skipped heading.
    SOURCE_SKIP = "  略去：{headings}", "  skipped: {headings}";
    /// Without mapping.
    SOURCE_REST = "  其余列名与表式相同的，自动对应。", "  Headings by which the form itself knows a column are taken without saying.";
    /// Removed.
    SOURCE_REMOVED = "已删除来源“{name}”，连同已导入的 {n} 行。", "Source “{name}” was removed, with {n} rows.";
    /// A row held.
    ROW_LINE = "  {id}  {case}", "  {id}  {case}";
    /// A row that changed.
    ROW_CHANGED = "  {id}  {case}：{columns}", "  {id}  {case}: {columns}";
    /// Number of rows.
    ROWS_HELD = "来源“{name}”已导入 {n} 行。", "Rows held of source “{name}”: {n}.";
    /// Forgotten.
    ROWS_FORGOTTEN = "已删去来源“{name}”的 {n} 行；对方系统再导出时会重新导入。", "{n} rows of source “{name}” were forgotten; another export would bring them again.";
    /// Import: head.
    TAKEN = "{name} → {form} {form_name}：读取 {n} 行", "{name} → {form} {form_name}: rows read {n}";
    /// Import: counts.
    TAKEN_COUNTS = "新增 {added} 件，有变化 {changed} 件，无变化 {unchanged} 件。", "New: {added}; changed: {changed}; unchanged: {unchanged}.";
    /// Import: nothing new.
    TAKEN_NOTHING = "没有新内容：{n} 件都已导入过，没有变化。", "Nothing new: all {n} were taken over before and are unchanged.";
    /// Import: absent.
    TAKEN_ABSENT = "此前导入、这次文件中没有的 {n} 件保持不变。", "Taken over before and not in these files: {n}; they stay as they are.";
    /// Import: list of new rows.
    LIST_ADDED = "新增：", "New:";
    /// Import: list of changed rows.
    LIST_CHANGED = "有变化（以对方系统为准；本单位补填的列保留）：", "Changed (the other system's word is taken; what was typed here stays):";
    /// Import: hint.
    LIST_HINT = "加 --list 逐件列出。", "Add --list to see each of them.";
    /// Import: how it goes on.
    TAKEN_NEXT = "生成工作簿：node-agent prepare {form} {period} --out 文件.xlsx", "Make a workbook of them: `node-agent prepare {form} {period} --out FILE.xlsx`";
    /// Import: placeholder.
    PERIOD = "报告期", "PERIOD";
    /// Import: of a period.
    TAKEN_PERIOD = "属于{period}的共 {n} 件。", "Of {period}: {n}.";
    /// Typed.
    KEPT_ROWS = "已把补填的内容记入 {n} 件。", "What was typed is kept, rows: {n}.";
    /// Typed.
    KEPT_DIFFERING = "有 {n} 格与对方系统不同，仍以对方系统为准；请在对方系统更正后再导入。", "Cells that differ from the other system: {n}. Its word stands; correct them there and import again.";
    /// Typed.
    KEPT_STRANGERS = "有 {n} 行的案号不在已导入的行中，未记入；这些行只在工作簿里，请另存好。", "Rows whose case number is not among those taken over: {n}. They are not kept here; keep the workbook.";
    /// Workbook: later events.
    LEFT_OPEN = "{case}：“{columns}”晚于{period}，留空，填入下一期台账", "{case}: {columns} are later than {period} and left empty for the next ledger";
    /// Workbook: form changed.
    NO_LONGER_FITS = "来源“{name}”的 {id}：“{columns}”不符合现行表式，留空；请补充代码换算后重新导入", "{id} of source “{name}”: {columns} no longer fit the form and are left empty; import them again with the codes of the new form";
    /// Workbook: a row.
    WHOLE_ROW = "整行", "the whole row";
}
