//! Words of filings: states, deadlines, findings, receipts.

schemas::catalogue! {
    /// State.
    NOT_DUE = "未到期", "not due";
    /// State.
    OPEN = "待报", "to file";
    /// State.
    RECEIPTED = "已回执", "receipted";
    /// State.
    INVALID = "待更正", "to amend";
    /// State.
    RETURNED = "退回修改", "returned";
    /// State of a revision.
    VOIDED = "已撤回", "withdrawn";
    /// State of a revision.
    DEFAULTED = "明细未到", "rows missing";
    /// State.
    VALIDATED = "待确认", "to confirm";
    /// State.
    CONFIRMED = "已确认", "confirmed";
    /// State of a revision that nobody looked at for the days the campaign names.
    CONFIRMED_BY_RULE = "按规则确认", "confirmed by rule";
    /// State.
    NIL = "零报告", "nil";
    /// State.
    EXEMPT = "豁免", "exempt";
    /// State.
    OVERDUE = "逾期未报", "overdue";
    /// State.
    MISSING = "未报送", "not filed";
    /// State of an earlier revision.
    SUPERSEDED = "已被替代", "superseded";
    /// Lateness.
    LATE_DAYS = "迟报{days}天", "{days} d late";
    /// Lateness.
    OVERDUE_DAYS = "逾期{days}天", "{days} d overdue";
    /// Reminders.
    REMINDED_TIMES = "已催报{times}次", "reminded {times}×";
    /// Filter.
    EVERY = "全部", "All";
    /// Filter: overdue or missing.
    NOT_FILED = "未报送", "Not filed";
    /// A revision signed with a key that was revoked with effect from before.
    KEY_SUSPECT = "密钥存疑", "key suspect";
    /// The same, for the revision in force.
    KEY_SUSPECT_NOTE = "密钥存疑：签名密钥已吊销，收件时可能已落入他人之手。报送保留不删，请与该单位核实。", "Key suspect: a key that signed this was revoked and may have been in other hands when it was received. The filing is kept; ask the bureau whether it is theirs.";
    /// The definitions a filing was made under.
    POLICY = "定义版本", "Definitions";
    /// A revision made under definitions that are no longer in force.
    EARLIER_POLICY = "按旧版定义填报", "made under earlier definitions";
    /// Name of the filter.
    BY_STATE = "按状态筛选", "Filter by state";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Name of the matrix.
    MATRIX = "报送矩阵", "Matrix of filings";
    /// Check box.
    CHOOSE = "选择{bureau}", "Choose {bureau}";
    /// Check box.
    CHOOSE_ALL = "全选", "Choose all";
    /// Button.
    REMIND_CHOSEN = "催报所选", "Remind the chosen";
    /// Button.
    REMIND_AGAIN = "再次催报", "Remind again";
    /// Button.
    REMIND = "催报", "Remind";
    /// Under the matrix.
    MATRIX_NOTE = "日期为市局回执日；点开见一次报送。按时与否以首次通过校验的回执时间为准。", "Dates are those of the city's receipt; a cell opens the filing. On time goes by the receipt of the first revision that validated.";
    /// Under the matrix.
    VALIDATED_NOTE = "待确认：已校验，计入位次，不入通报。", "To confirm: validated, counts in the rankings, not in bulletins.";
    /// Nothing matches the filter.
    NONE_IN_STATE = "没有处于此状态的报送。", "No filing is in this state.";
    /// No bureau owes anything.
    NOTHING_OWED = "本期没有应报台账。专项行动的报送任务到期后列在这里。", "Nothing is owed for this period. What the campaign asks for is listed here once it falls due.";
    /// Section.
    FINDINGS = "审核问题", "Findings";
    /// Severity.
    BLOCK = "阻断", "Block";
    /// Severity.
    EXPLAIN = "须说明", "Explain";
    /// Severity.
    NOTICE = "提示", "Notice";
    /// What the severity does.
    BLOCK_NOTE = "必须改正后重报", "must be mended and filed again";
    /// What the severity does.
    EXPLAIN_NOTE = "可以报送，说明由市局审", "may be filed; the city reads the reason";
    /// What the severity does.
    NOTICE_NOTE = "不影响报送", "does not hinder the filing";
    /// Heading.
    PLACE = "位置", "Place";
    /// Heading.
    FOUND = "现值", "Found";
    /// Heading.
    WHAT = "问题", "Problem";
    /// Heading.
    FIX = "怎么改", "What to do";
    /// Heading.
    EXPLANATION = "单位说明", "Reason given";
    /// Empty cell.
    EMPTY_CELL = "（空）", "(empty)";
    /// The whole ledger.
    WHOLE_LEDGER = "整张台账", "whole ledger";
    /// No reason was given.
    NOT_EXPLAINED = "未说明", "no reason given";
    /// More findings than are listed.
    MORE_FINDINGS = "另有{count}条未列出，见标注后的工作簿。", "{count} more are not listed here; the annotated workbook has them.";
    /// Section.
    HISTORY = "经过", "History";
    /// Timeline.
    REVISION = "第{number}次报送", "Revision {number}";
    /// Timeline.
    REVISION_NIL = "第{number}次报送（零报告）", "Revision {number} (nil)";
    /// Timeline.
    REVISION_VOID = "第{number}次报送（撤销）", "Revision {number} (withdrawal)";
    /// Timeline.
    ROWS_SIGNED = "{rows}行，{signer}签署", "{rows} rows, signed by {signer}";
    /// Timeline.
    SIGNED = "{signer}签署", "signed by {signer}";
    /// Timeline.
    REASON_GIVEN = "理由：{reason}", "reason: {reason}";
    /// Timeline.
    DUE_PASSED = "截止", "Due";
    /// Section.
    RECEIPT = "回执", "Receipt";
    /// Receipt.
    LOG_INDEX = "存证序号", "Log index";
    /// Receipt.
    RECEIVED = "送达", "Received";
    /// Place of a finding by the row's number.
    ROW = "第{row}行", "row {row}";
    /// A distribution of days by its median.
    MEDIAN_DAYS = "中位数{days}天", "median {days} days";
    /// Receipt.
    STATEMENT = "报送声明", "Statement";
    /// Receipt.
    CHECKPOINT = "存证校验点", "Checkpoint";
    /// Receipt.
    CHECKPOINT_OF = "{size}条，{root}", "{size} leaves, {root}";
    /// Receipt.
    VERIFIED = "已核验", "verified";
    /// Receipt.
    DOWNLOAD_RECEIPT = "下载回执", "Download the receipt";
    /// Section: the second receipt of the same act.
    COPY = "同级政法委回执", "Receipt of the committee";
    /// In that section.
    COPY_MISSING = "缺送同级政法委：尚未送达，或该委还没有账号。", "The committee's copy is missing: it was not handed over, or the committee has no account yet.";
    /// Button.
    HAND_OVER = "补送政法委", "Hand it over now";
    /// Line under the matrix.
    COPIES_MISSING = "缺送同级政法委{count}份：{filings}", "{count} copies for the committees are missing: {filings}";
    /// More filings than are named.
    AND_MORE = "{filings}等", "{filings} and others";
    /// Link and page: the ledger as it is printed for the committee.
    EDITION = "印刷版", "Printable edition";
    /// Head of that edition.
    EDITION_OF = "{bureau} {form} {period}", "{bureau} {form} {period}";
    /// Foot of that edition.
    EDITION_FOOT = "报送声明 {statement}　存证序号 {index}　送达 {received}　政法委回执 {copy}", "Statement {statement} · log index {index} · received {received} · committee's receipt {copy}";
    /// In the foot.
    NO_COPY = "无", "none";
    /// A nil return in that edition.
    EDITION_NIL = "零报告：单位签署声明，本期无应报事项。", "A nil return: the bureau signed that there is nothing to report.";
    /// Section.
    FIGURES = "统计项", "Tallies";
    /// Heading.
    TALLY = "项", "Tally";
    /// Heading.
    COUNT = "件", "Cases";
    /// Continuity.
    CARRIED = "衔接", "Carried over";
    /// Continuity.
    SAME_AS_BEFORE = "上期期末{count}", "ending before: {count}";
    /// Continuity.
    DIFFERS_FROM_BEFORE = "上期期末{count}，不一致", "ending before: {count}, differs";
    /// Button.
    CONFIRM = "确认", "Confirm";
    /// Button and section.
    RETURN = "退回", "Return";
    /// Label.
    RETURN_REASON = "退回理由", "Why it goes back";
    /// Label.
    RETURN_CASES = "逐案说明（每行一案：案号，空格，问题）", "Case by case (a line each: case number, space, what is wrong)";
    /// Label.
    RETURN_UNTIL = "重报期限", "To be amended by";
    /// Under the form.
    RETURN_NOTE = "退回后该报送不计入位次；单位更正重报后恢复。理由随回执送达单位，不要写劳动者姓名、证件号、电话。", "A returned filing does not count until the bureau amends it. The reasons go to the bureau with a receipt: name no worker, identity number or telephone.";
    /// Button and section.
    EXTEND = "延期", "Extend";
    /// Button and section.
    EXEMPT_IT = "豁免", "Let off";
    /// Section.
    DECIDE_DUTY = "延期或豁免", "Extend or let off";
    /// Label.
    EXTEND_UNTIL = "延期至", "Until";
    /// Label.
    DUTY_REASON = "理由（随回执送达单位）", "Why (goes to the bureau with a receipt)";
    /// Under the form.
    DUTY_NOTE = "延期后截止、宽限、关闭时间一并顺延，逾期关闭的也可再报；豁免后不计逾期。理由不要写劳动者姓名、证件号、电话。", "Grace and close move with the due day, and what was closed can be filed again. What is let off is never overdue. Name no worker, identity number or telephone in the reason.";
    /// Under the form of the board.
    DUTY_CHOSEN_NOTE = "对所选单位本期未报送的各项台账一并办理。", "For everything the chosen bureaus owe for the period and have not filed.";
    /// History.
    EXTENDED_UNTIL = "准予延期至{day}", "Extended until {day}";
    /// History.
    LET_OFF = "准予豁免", "Let off";
    /// History.
    DECIDED_BY = "{by} · 存证第{leaf}条 · 理由：{reason}", "{by} · leaf {leaf} · why: {reason}";
    /// Who decided, where only the log remembers.
    BY_THE_LOG = "据存证恢复", "restored from the log";
    /// State line.
    EXTENDED = "已延期", "extended";
    /// Above the board: completeness and timeliness by receipt.
    RATES = "完整率{complete}%（{filed}/{due}） · 按时率{on_time}%（{timely}/{due}），按平台回执计", "Complete {complete} % ({filed}/{due}) · on time {on_time} % ({timely}/{due}), by the city's receipts";
    /// Switch.
    BY_CADENCE = "按报送频次", "By cadence";
    /// Strip of days.
    OTHER_PERIODS = "其他报告期", "Other periods";
    /// Above the board.
    AS_KNOWN = "截至日期", "As known on";
    /// Button.
    SHOW = "查看", "Show";
    /// Above the board.
    AS_KNOWN_ON = "按{day}当日已收到的报送和决定列示", "By what had been received and decided on {day}";
    /// Above the page.
    IS_RETURNED = "已退回，须在{day}前更正重报。理由：{reason}", "Returned, to be amended by {day}. Why: {reason}";
    /// Above the page.
    IS_VOIDED = "单位已撤回本次报送。理由见下方记录；截止后按未报送处理。", "The bureau has withdrawn this filing; the history says why. Once due, it counts as not filed.";
    /// Above the page.
    IS_DEFAULTED = "声明已入存证，宽限期满时明细仍未到齐，按未报送处理；明细到齐后照常校验。", "The statement is in the log, and its rows had not come by the end of grace: it counts as not filed. Rows that still come are judged as usual.";
    /// A finding that is a reason for the return.
    RETURNED_CASE = "市局退回", "sent back by the city";
    /// Above the page.
    WAITS = "待确认。内容与声明一致，无阻断问题。位次已按本次计算并标“待确认”，通报和督办在确认后使用。", "To confirm. The rows match the statement and nothing blocks. Rankings count them, marked “to confirm”; bulletins and supervision use them once confirmed.";
    /// Above the page.
    WAITS_ROWS = "已回执，明细尚未到齐。声明已入存证，时间以回执为准；明细到齐并通过校验后计入位次。", "Receipted; the rows are awaited. The statement is in the log and its time counts; rankings count the rows once they arrive and validate.";
    /// Above the page.
    CANNOT_STAND = "明细不能成立，单位须更正后重报。", "The rows cannot stand; the bureau must amend and file again.";
    /// Above the page.
    IS_NIL = "零报告：单位签署声明本期无应报事项，各项为0。", "A nil return: the bureau signed that there is nothing to report; every tally is 0.";
    /// Above the page.
    NOTHING_FILED = "尚未报送。单位报送后，这里显示声明、回执、审核问题和明细。", "Nothing is filed yet. Once the bureau files, this page shows statement, receipt, findings and rows.";
    /// Part of the sentence of state.
    RECEIVED_AT = "{at}送达", "received {at}";
    /// Part of the sentence of state.
    ROWS = "{rows}行", "{rows} rows";
    /// Section.
    ROWS_TITLE = "明细", "Rows";
    /// Link.
    ALL_ROWS = "全部明细", "All rows";
    /// Rows page.
    COUNTED_BY = "计入“{tally}”的{count}行", "{count} rows counted by “{tally}”";
    /// Rows page.
    ALL_COUNT = "全部{count}行", "all {count} rows";
    /// Rows page.
    BY_TALLY = "按统计项筛选", "Filter by tally";
    /// Rows page.
    NO_ROWS = "没有符合的行。", "No row matches.";
    /// Rows page.
    ROWS_NOTE = "只列可离开单位的栏目；劳动者姓名、证件号、电话不在市局。", "Only columns that may leave the bureau are listed; names, identity numbers and telephones of workers are not at the city.";
    /// Yes.
    YES = "是", "yes";
    /// No.
    NO = "否", "no";
    /// Matrix and lists.
    SEE_FILING = "看报送", "See the filing";
    /// Button in a list.
    REVIEW = "审核", "Review";
}
