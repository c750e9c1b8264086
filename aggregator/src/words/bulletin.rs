//! Words of bulletins: their text, their corrections, and the pages they are drafted and issued on.

schemas::catalogue! {
    /// Section of the portal, and title of the list.
    TITLE = "通报", "Bulletins";
    /// Heading of a section.
    BASICS = "报送情况", "Filings";
    /// Filing.
    FILED = "{whole}{all}个报送单位中，按时报送{on_time}个，逾期报送{late}个，待确认{waiting}个，未报送{missing}个；其中零报告{nil}个。", "Of {all} bureaus of the {whole}, {on_time} filed on time, {late} late, {missing} did not, {waiting} wait to be accepted; {nil} had nothing to report.";
    /// Filing.
    LATE = "逾期报送的有：{names}。", "Late: {names}.";
    /// How late.
    LATE_DAYS = "逾期{days}天", "{days} days late";
    /// Filing.
    MISSING = "未报送或未按要求更正的有：{names}。", "Not filed, or not amended as asked: {names}.";
    /// Filing.
    UNCONFIRMED = "已报送、尚待确认，数据未计入本通报的有：{names}。", "Filed and not accepted yet, so that their figures are not in this bulletin: {names}.";
    /// Heading of a section.
    TARGETS = "指标完成情况", "Indicators";
    /// Heading of a section.
    PLACES = "排名情况", "Ranking";
    /// Heading of a section.
    CORRECTIONS = "更正", "Corrections";
    /// Which bulletin is put right.
    CORRECTS = "{number}（{period}）印发后有单位补报或更正台账，有关数据更正如下：", "After {number} ({period}) was issued, ledgers were filed or amended. Its figures are put right as follows:";
    /// One correction.
    CHANGED = "{name}{what}，原为{was}，更正为{is}。", "{name}, {what}: {is} instead of {was}.";
    /// What is corrected.
    FILING = "报送情况", "filing";
    /// What is corrected.
    PLACE_OF = "{indicator}位次", "place in {indicator}";
    /// What is corrected.
    PLACE_IN_ALL = "综合位次", "place in the composite";
    /// A place.
    NUMBER = "第{place}位", "number {place}";
    /// A value that is not there.
    NO_VALUE = "无数值", "no value";
    /// What a bureau had filed.
    WAS_ON_TIME = "按时报送", "on time";
    /// What a bureau had filed.
    WAS_NIL = "零报告", "nil return";
    /// What a bureau had filed.
    WAS_LATE = "逾期{days}天报送", "{days} days late";
    /// What a bureau had filed.
    WAS_UNCONFIRMED = "待确认", "not accepted";
    /// Why there is no place.
    TOO_LITTLE = "可评权重不足", "too little of the weight";
    /// What a bureau had filed.
    WAS_MISSING = "未报送", "not filed";
    /// What a bureau had filed.
    WAS_NOTHING = "无报送任务", "nothing owed";
    /// Heading of a section.
    DEMANDS = "工作要求", "What is asked";
    /// Heading of the table.
    ANNEX = "附表　各单位指标完成情况", "Annex. Indicators by bureau";
    /// Below the table.
    ANNEX_NOTE = "数值后为位次；按未四舍五入的数值排序，相同并列；无位次的列明原因。", "Each value with its place, by unrounded values, equal ones sharing it; where there is no place, the reason.";
    /// Number of a bulletin.
    NUMBERED = "通报〔{year}〕{number}号", "Bulletin {number} of {year}";
    /// What an unissued one is called.
    UNNUMBERED = "拟稿，未编号", "Draft, not numbered";
    /// State.
    PROPOSED = "待签发", "To be issued";
    /// State.
    ISSUED = "已印发", "Issued";
    /// State.
    WITHDRAWN = "已撤回", "Withdrawn";
    /// State of an issued one.
    ISSUED_ON = "{at}印发，存证第{leaf}条", "issued {at}, leaf {leaf} of the log";
    /// State of a proposed one.
    PROPOSED_BY = "{at}由{by}提请签发", "proposed {at} by {by}";
    /// Heading of the list.
    NUMBER_HEAD = "文号", "Number";
    /// Heading of the list.
    SUBJECT_HEAD = "标题", "Title";
    /// Heading of the list.
    STATE_HEAD = "状态", "State";
    /// Empty.
    NONE = "还没有印发过通报。宽限期满、台账确认后，由业务科拟稿，市局领导签发。", "No bulletin has been issued. When grace is over and filings are accepted, the office drafts one and a leader issues it.";
    /// Link.
    DRAFT = "拟{period}通报", "Draft the bulletin of {period}";
    /// Title of the draft.
    DRAFT_OF = "{title}（拟稿）", "{title} (draft)";
    /// Above the draft.
    DRAFT_NOTE = "以下文字由已确认的台账数据生成。提请签发后数据冻结；签发时如数据已有变化，须重新拟稿。", "The text is made of accepted filings. It is frozen when it is proposed; if the figures change before it is issued, it has to be drafted again.";
    /// Why it cannot be proposed yet.
    BEFORE_GRACE = "{day}宽限期满后才能提请签发。", "It can be proposed when grace is over on {day}.";
    /// Form.
    DEMANDS_FIELD = "工作要求（每行一段，不得写个人信息）", "What is asked of the bureaus, a paragraph each line; nobody's personal data";
    /// Button.
    PROPOSE = "提请签发", "Propose it";
    /// Button.
    ISSUE = "签发并印发", "Issue it";
    /// Below the button.
    ISSUE_NOTE = "签发即编号、存证并发给所有单位，之后不能更改，只能在下一期更正。由市局领导签发，提请人不能签发自己拟的通报。", "It is numbered, entered in the log and open to every bureau, and cannot be changed afterwards: what is wrong is put right in the next one. A leader of the city issues it, never whoever proposed it.";
    /// Button.
    WITHDRAW = "撤回", "Withdraw it";
    /// Link.
    AS_CSV = "下载附表CSV", "Annex as CSV";
    /// Seal of the content.
    CONTENT_HASH = "内容摘要 SHA-256　{hash}", "SHA-256 of the content  {hash}";
    /// After a restore.
    CONTENT_LOST = "平台从备份恢复，本期正文早于备份丢失；以各单位留存的文本和上列摘要为准。", "The text was lost with the backup; the copies that bureaus hold are proved by the hash above.";
    /// Refusal.
    R_PERIOD = "{period}不在本次行动的报告期内，不印发通报", "{period} is not judged by the campaign; there is no bulletin of it";
    /// Refusal.
    R_GRACE = "宽限期{day}才满，之前不能提请签发", "Grace lasts until {day}; it cannot be proposed before";
    /// Refusal.
    R_EMPTY = "本期没有已确认的台账，没有可以通报的数据；请先确认各单位报送", "No filing of the period is accepted, so that there are no figures; accept the filings first";
    /// Refusal.
    R_LONG = "工作要求不能超过{most}字", "What is asked has at most {most} characters";
    /// Refusal.
    R_NAMED = "工作要求含{kind}，请删去", "What is asked holds personal data ({kind}); leave it out";
    /// Refusal.
    R_SELF = "提请人不能签发自己拟的通报，须由另一人签发", "Whoever proposed it cannot issue it; it takes another person";
    /// Refusal.
    R_DONE = "该通报已印发或已撤回，请刷新", "It has been issued or withdrawn already; load the page again";
    /// Refusal.
    R_CHANGED = "提请签发后台账数据有变化，原稿已不符；请撤回后重新拟稿", "Filings have changed since it was proposed, and its figures with them; withdraw it and draft it again";
    /// Refusal.
    R_PENDING = "本期已有一份待签发的通报，请先签发或撤回", "One of this period waits to be issued; issue or withdraw it first";
    /// Refusal.
    R_ISSUED = "{number}已通报本期情况；数据有变化的，在下一期通报中更正", "{number} is of this period already; what has changed is put right in the next one";
}
