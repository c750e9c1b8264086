//! Words of files, their findings and the tables made from them; those of the report are in [`super::report`].

schemas::catalogue! {
    /// Definitions or campaign unusable.
    NOT_STARTED = "无法开始：{why}。请改正后再运行。", "It cannot start: {why}. Correct it and run it again.";
    /// Wrong cadence.
    WRONG_CADENCE = "{period} 不是该行动的报告期，请核对 --period。", "{period} is not a period of the campaign's cadence; check --period.";
    /// Folder unreadable.
    FOLDER = "无法读取 {path}：{why}。请核对路径和权限。", "{path} cannot be read: {why}. Check the path and the permissions.";
    /// Too many files.
    TOO_MANY_FILES = "文件夹中的文件超过 {limit} 个，请只放本次汇总的台账。", "The folder holds more than {limit} files; keep only the ledgers of this compilation in it.";
    /// No list of bureaus.
    NO_BUREAU_LIST = "没有找到单位名单 {path}。请在文件夹中放 bureaus.csv（格式同 aggregator bureau import），或用 --bureaus 指明。", "There is no list of bureaus at {path}. Put bureaus.csv into the folder (as for `aggregator bureau import`), or name one with --bureaus.";
    /// List of bureaus wrong.
    BUREAU_LIST = "单位名单 {path} 有误：{why}。请改正后再运行。", "The list of bureaus {path} is wrong: {why}. Correct it and run it again.";
    /// Nobody to rank.
    NO_BUREAUS = "单位名单中没有在{period}报送的下级单位。请核对名单的上级和有效期。", "No bureau of the list is below the root and valid in {period}. Check parents and validity.";
    /// Output there.
    IN_THE_WAY = "{path} 已存在且不是空文件夹。请换一个位置，或用 --force 覆盖以前的结果。", "{path} is there and not an empty folder. Name another place, or replace an earlier result with --force.";
    /// Output not ours.
    NOT_OURS = "{path} 中有不是本程序生成的文件，不会覆盖。请换一个位置。", "{path} holds files that this program did not make; it is not replaced. Name another place.";
    /// Output is the input.
    IS_INPUT = "{path} 是台账所在的文件夹，不会覆盖。请换一个位置。", "{path} holds the ledgers themselves and is not replaced. Name another place.";
    /// Output unwritable.
    NOT_WRITTEN = "无法写入 {path}：{why}。原有内容没有改动。", "{path} cannot be written: {why}. What was there is untouched.";
    /// A defect.
    NOT_MADE = "结果无法生成：{why}。这是程序的缺陷，请反馈。", "A result cannot be made: {why}. This is a defect of the program; please report it.";

    /// State of a file.
    COUNTED = "计入", "counted";
    /// State of a file.
    NIL = "零报告", "nil";
    /// State of a file.
    REASONS = "问题说明", "reasons";
    /// State of a file.
    RETURNED = "退回", "returned";
    /// State of a file.
    UNCLEAR = "未识别", "unclear";
    /// State of a file.
    SET_ASIDE = "未读取", "set aside";
    /// State of a ledger that is not there.
    NOT_FILED = "未报送", "not filed";
    /// Ledger counted though something wants a reason.
    TO_EXPLAIN = "待说明", "to explain";
    /// Form left out of a composite.
    NOT_COUNTED = "未计入", "not counted";
    /// A form with its state.
    FORM_IS = "{form}{state}", "{form} {state}";
    /// Reason without a place.
    NO_VALUE = "{forms}，无数值", "{forms}; no value";
    /// A place in the composite that rests on a part of the weight.
    PARTLY_JUDGED = "可评权重{weight}，未评：{left}", "weight judged {weight}; left out: {left}";
    /// State of a row with a place.
    RANKED = "参评", "ranked";
    /// State of the row of the city.
    POOLED = "合计", "pooled";

    /// A desktop's own file.
    LITTER = "系统或表格软件留下的文件，不是台账", "A file that a desktop or spreadsheet left behind, not a ledger";
    /// What to do.
    NOTHING_TO_DO = "无需处理", "Nothing to do";
    /// Two periods in a name.
    SEVERAL_PERIODS = "文件夹和文件名写了不止一个报告期：{periods}", "Folder and file name say more than one period: {periods}";
    /// No bureau in a name.
    NO_BUREAU = "文件夹和文件名没有写明单位", "Neither folder nor file name says whose it is";
    /// Two bureaus in a name.
    SEVERAL_BUREAUS = "文件夹和文件名写了不止一个单位：{bureaus}", "Folder and file name say more than one bureau: {bureaus}";
    /// What to do.
    NAME_FIX = "改名为“单位代码_表号_报告期”，如 519981_L3_2025Q3.xlsx，或放入以单位命名的文件夹", "Rename it CODE_FORM_PERIOD, such as 519981_L3_2025Q3.xlsx, or put it into a folder named after the bureau";
    /// Another period.
    OTHER_PERIOD = "{period}的台账，本次汇总不涉及", "A ledger of {period}, which this compilation does not need";
    /// Another form.
    OTHER_FORM = "本次行动不要求报送{form}", "The campaign does not ask for {form}";
    /// No form fits.
    NO_FORM = "表头与本次行动的各个表式都不相符", "The headings fit no form of the campaign";
    /// Several forms fit.
    SEVERAL_FORMS = "表头与多个表式相符：{forms}", "The headings fit several forms: {forms}";
    /// What to do.
    FORM_FIX = "在文件名中写明表号（如 L3），或用填报模板", "Say the form in the file's name (such as L3), or start from its template";
    /// Cannot be opened.
    NOT_OPENED = "无法打开：{why}", "It cannot be opened: {why}";
    /// What to do.
    NOT_OPENED_FIX = "核对权限；快捷方式请换成文件本身", "Check the permissions; put the file itself in place of a link";
    /// What to do.
    FILE_FIX = "请单位改正后重新报来，替换原文件，再运行一次", "Have it corrected, replace the file and run this again";
    /// Bytes that are no characters.
    UNDECODABLE = "有无法识别的字节，文字可能已损坏", "Some bytes are no characters in the file's encoding";
    /// What to do.
    UNDECODABLE_FIX = "用表格软件打开，另存为 .xlsx", "Open it in a spreadsheet and save it as .xlsx";
    /// Ledger without rows.
    NO_ROWS = "台账没有数据行", "The ledger has no rows";
    /// What to do.
    NO_ROWS_FIX = "确无应报事项的，请单位明确零报告，并在文件名中写“零报告”", "If there is nothing to report, have the bureau say so and put 零报告 or nil into the file's name";
    /// Nil with rows.
    NIL_WITH_ROWS = "文件名写零报告，但有{n}行数据", "Named a nil return, but it holds {n} rows";
    /// What to do.
    NIL_WITH_ROWS_FIX = "与单位核实：是台账的，改文件名；是零报告的，换成空文件", "Ask the bureau: rename it if it is a ledger, empty it if it is a nil return";
    /// Nil with open cases.
    NIL_WITH_OPEN = "上期期末未结{n}件，不能零报告", "{n} cases were open at the end of the previous period: not nil";
    /// What to do.
    NIL_WITH_OPEN_FIX = "请单位报送含结转案件的台账", "Have the bureau file a ledger with the cases carried over";
    /// Two files for one ledger.
    SEVERAL_FILES = "同一台账有不止一份文件，另有：{files}", "There is more than one file for this ledger; also: {files}";
    /// What to do.
    SEVERAL_FILES_FIX = "与单位核实，只留有效的一份", "Ask the bureau and keep the valid one only";

    /// Title of every result.
    TITLE = "{period}　{campaign}", "{period}, {campaign}";
    /// Title of one sheet.
    SHEET_TITLE = "{title}　{sheet}", "{title}: {sheet}";
    /// A heading with its unit.
    WITH_UNIT = "{name}（{unit}）", "{name} ({unit})";
    /// How an indicator is computed and what is asked.
    FORMULA_AND_ASK = "{formula}。{ask}", "{formula}. {ask}";
    /// Marks invented figures.
    DEMONSTRATION = "演示数据", "Demonstration data";
    /// Heading.
    PERIOD = "报告期", "Period";
    /// Heading.
    INDICATOR_CODE = "指标代码", "Indicator code";
    /// Heading.
    INDICATOR = "指标", "Indicator";
    /// Heading.
    BUREAU_CODE = "单位代码", "Bureau code";
    /// Heading.
    NUMERATOR = "分子", "Numerator";
    /// Heading.
    DENOMINATOR = "分母", "Denominator";
    /// Heading.
    UNIT = "计量单位", "Unit";
    /// Heading.
    TARGET = "目标", "Target";
    /// Heading.
    TARGET_MET = "达标情况", "Target met";
    /// Heading; 百分点 for rates.
    GAP = "差距", "Gap";
    /// Heading.
    SAMPLE = "样本量", "Sample";
    /// Heading.
    INTERVAL_LOW = "95%区间下限", "95 % interval from";
    /// Heading.
    INTERVAL_HIGH = "95%区间上限", "95 % interval to";
    /// Heading.
    PLACE_BEFORE = "上期位次", "Place before";
    /// Heading.
    PLACES_RISEN = "上升位数", "Places risen";
    /// Heading.
    VALUE_BEFORE = "上期实绩", "Value before";
    /// Heading.
    REMARK = "备注", "Remark";
    /// Unit of the composite.
    POINTS_UNIT = "分", "points";
    /// Heading.
    WEIGHT_JUDGED = "可评权重", "Weight judged";
    /// Heading of a component.
    REACHED = "{indicator}达到目标的比例（权重{weight}）", "{indicator}: share of target reached (weight {weight})";
    /// Title of the composite.
    COMPOSITE_RANKING = "综合排名", "Composite";
    /// Under every ranking.
    ORDER_IS = "按未四舍五入的数值排序，相同并列（1、2、2、4）；分母少于{least}的不参与排名，数值照列；{whole}数为各单位分子之和除以分母之和", "Ordered by unrounded values, equal values share a place (1, 2, 2, 4); a denominator below {least} is not ranked, its value is shown; the {whole} is the sum of numerators over the sum of denominators";
    /// Under every ranking made from files.
    NOT_TIMED = "由文件汇总，不评价报送是否及时", "Compiled from files: whether they came in time is not judged";
    /// Under the composite.
    COMPOSITE_NEEDS = "可评权重不足{needed}的单位不参与综合排名", "A bureau of which less weight than {needed} can be judged takes no part in the composite";
    /// Above the sheet of all indicators.
    MATRIX_IS = "按单位顺序；各指标右侧为位次", "In official order; the place stands right of each value";

    /// Sheet.
    FINDINGS = "审核问题", "Findings";
    /// Sheet.
    FILES = "文件清单", "Files";
    /// Heading.
    FILE = "文件", "File";
    /// Heading.
    FORM = "表号", "Form";
    /// Heading.
    SEVERITY = "程度", "Severity";
    /// Heading.
    SHEET = "工作表", "Sheet";
    /// Heading.
    ROW = "行", "Row";
    /// Heading.
    COLUMN = "列", "Column";
    /// Heading.
    CASE = "案号", "Case";
    /// Heading.
    FOUND = "原值", "Found";
    /// Heading.
    WHAT = "问题", "What is wrong";
    /// Heading.
    FIX = "怎样处理", "What to do";
    /// Heading.
    CODE = "问题代码", "Code";
    /// Heading.
    EXPLAINED = "单位说明", "Reason given";
    /// Heading.
    OUTCOME = "处理结果", "Outcome";
    /// Heading.
    ROWS = "行数", "Rows";
    /// Severity and heading.
    BLOCKS = "须改正", "block";
    /// Severity and heading.
    NOTICES = "提示", "notice";
    /// Heading.
    FIRST_FINDING = "首要问题", "First finding";
    /// Above the findings.
    SEVERITIES_ARE = "须改正：整份台账退回，不计入；待说明：计入，请单位说明理由；提示：供参考", "block: the whole ledger is returned and does not count; to explain: it counts, the bureau is to give a reason; notice: to know";
    /// Above the files.
    STATES_ARE = "退回、未识别的文件没有计入任何数字", "Files returned or unclear are in no figure";
    /// Nothing found.
    NOTHING_FOUND = "没有发现问题", "Nothing was found";
    /// Beyond the bound.
    MORE_FINDINGS = "另有{n}条未列出，请先处理以上问题", "{n} more are not listed; deal with these first";
    /// Summary.
    SUMMARY = "{period}：计入台账{counted}份、零报告{nil}份；退回{returned}份，未识别{unclear}份，未读取{aside}份。", "{period}: {counted} ledgers and {nil} nil returns count; {returned} returned, {unclear} unclear, {aside} set aside.";
    /// Summary.
    EARLIER = "{period}（用于核对期初和位次变化）：计入{counted}份、零报告{nil}份；退回{returned}份。", "{period} (for opening cases and movement): {counted} ledgers and {nil} nil returns count; {returned} returned.";
    /// Summary.
    NOT_IN = "没有计入：", "Not counted:";
    /// One file in the summary.
    FILE_LINE = "  {file}　{state}：{what}　→ {fix}", "  {file}  {state}: {what}  → {fix}";
    /// Beyond the bound.
    MORE_LINES = "  另有{n}份，见 findings.xlsx。", "  {n} more are in findings.xlsx.";
    /// Summary.
    SILENT = "未报送：{names}。", "Nothing filed by: {names}.";
    /// Summary.
    RESULTS_IN = "结果在 {path}：{files}", "Results in {path}: {files}";
    /// A picture is missing.
    NO_PICTURE = "图片文件 {name} 没有生成：{why}", "The files of chart {name} were not made: {why}";
}

#[cfg(test)]
mod tests {
    use schemas::text::slots;

    #[test]
    fn both_languages_say_the_same_things() {
        for (name, text) in super::ALL.iter().chain(crate::compile::report::words::ALL) {
            assert_eq!(slots(&text.zh), slots(&text.en), "{name}");
            assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{name}");
        }
    }
}
