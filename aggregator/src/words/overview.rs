//! Words of the overview and of a bureau's profile.

schemas::catalogue! {
    /// Overview.
    TO_DO = "现在要办", "To do now";
    /// Overview.
    ITEMS = "{count}项", "{count} items";
    /// Overview.
    MORE_ITEMS = "另有{count}项，见报送矩阵", "{count} more: see the matrix of filings";
    /// Overview.
    MORE_REASONS = "另有{count}项依据", "{count} more reasons";
    /// Overview.
    LEDGERS = "{count}张台账", "{count} ledgers";
    /// Overview.
    WEIGHT_ONLY = "可评权重{available}", "weight judged {available}";
    /// Overview.
    REFERENCE = "作参照线", "reference line";
    /// Overview.
    NEXT_DAYS = "未来十日", "The next ten days";
    /// Overview.
    DAY_DUE = "截止，之后为迟报", "Due; after it a filing is late";
    /// Overview.
    DAY_GRACE = "宽限期止，之后计未报送", "Grace ends; after it a bureau counts as not filed";
    /// Overview.
    DAY_CLOSE = "关闭，之后须展期方可报送", "Closed; after it filing needs an extension";
    /// Overview: one period of a duty of another cadence.
    FORM_DUE = "{form}（{period}）截止{time}", "{form} of {period} is due{time}";
    /// Overview: a daily duty.
    DAILY_DUE = "{form}每日截止{time}，至{until}", "{form} is due every day{time}, until {until}";
    /// Overview.
    NO_DAYS = "十日内没有台账截止。", "No ledger falls due within ten days.";
    /// Overview: where the cases are that come to the end of their limit.
    CASES_DUE = "办理期限十日内届满的案件", "Cases whose time limit ends within ten days";
    /// Overview.
    NOTHING_TO_DO = "没有待办事项。", "Nothing waits for you.";
    /// Overview.
    TO_CONFIRM = "{bureau}报送待确认", "{bureau}: filings to confirm";
    /// Overview.
    TO_CONFIRM_EFFECT = "确认后进入通报和督办依据。", "Once confirmed they count for bulletins and supervision.";
    /// Overview.
    TO_AMEND = "{bureau}须更正", "{bureau} must amend";
    /// Overview.
    TO_AMEND_WHAT = "{forms}：明细不能成立。", "{forms}: the rows cannot stand.";
    /// Overview.
    NOT_FILED_BY = "{bureau}未报送", "{bureau} has not filed";
    /// Overview.
    GRACE_ENDS = "宽限期{day}24:00止", "Grace ends on {day}, 24:00";
    /// Overview.
    GRACE_ENDED = "宽限期{day}已过，各数据快照均按未报送计", "Grace ended on {day}; every snapshot counts it as not filed";
    /// Overview.
    PROPOSED = "建议督办{bureau}：{families}", "Supervision proposed for {bureau}: {families}";
    /// Overview.
    PROPOSED_LATER = "宽限期满后方可审批。", "It can be approved once grace has ended.";
    /// Overview.
    SEE_EVIDENCE = "看依据", "See the evidence";
    /// Overview.
    STRIP = "报送情况", "Filings";
    /// Overview.
    STRIP_COUNTS = "按时{on_time}·迟报{late}·未报送{missing}，其中零报告{nil}", "on time {on_time} · late {late} · not filed {missing}; nil {nil}";
    /// Overview.
    STRIP_COUNTS_OPEN = "已报{filed}·未报{open}，其中零报告{nil}", "filed {filed} · to file {open}; nil {nil}";
    /// Overview.
    WHOLE_MET = "{whole}{all}项目标达成{met}项", "The {whole} meets {met} of {all} targets";
    /// Overview.
    CITY_WORST = "，{indicator}差{gap}个百分点", "; {indicator} is {gap} points short";
    /// Overview.
    WHOLE_NO_FIGURES = "{whole}指标", "Figures of the {whole}";
    /// Overview.
    POOLED_OF = "合并计算，报送{filers}个单位", "pooled over {filers} bureaus that filed";
    /// Overview.
    NO_FIGURES_YET = "还没有通过校验的报送。第一张台账校验后，这里显示合并指标。", "No filing has validated yet. The pooled figures appear here with the first one.";
    /// Heading.
    BUREAUS_MISSING_IT = "未达", "Missed";
    /// Below a heading.
    OF_RANKED = "单位/参评", "bureaus/ranked";
    /// Overview.
    COMPOSITE_PLACES = "综合位次", "Composite";
    /// Overview.
    EVERY_PLACE = "全部", "All";
    /// Overview.
    WEIGHTED_TARGETS = "计分指标", "Weighted targets";
    /// Overview.
    MISSED_COUNT = "{count}项未达标", "{count} missed";
    /// Overview.
    ALL_ARE_MET = "全部达标", "all met";
    /// Overview.
    WITHOUT_PLACE = "不参与排名：{bureaus}", "Not ranked: {bureaus}";
    /// Overview.
    WITHOUT_PLACE_COUNT = "{count}个单位不参与排名。", "{count} bureaus are not ranked.";
    /// Named with a reason.
    NAMED_WITH_REASON = "{bureau}（{reason}）", "{bureau} ({reason})";
    /// Bureau.
    FIGURES_NOW = "本期指标", "Figures of the period";
    /// Bureau.
    PLACE_OF = "综合第{rank}位（{ranked}个单位参评）", "number {rank} of {ranked} in the composite";
    /// Bureau.
    PLACE_AMONG = "{rank}/{ranked}", "{rank}/{ranked}";
    /// Below a heading.
    AMONG_RANKED = "位次/参评", "place/ranked";
    /// Bureau.
    EARLIER = "历期", "Earlier periods";
    /// Bureau.
    PERIOD = "期", "Period";
    /// Bureau.
    PROPOSALS = "督办建议", "Proposals";
    /// Bureau.
    NO_PROPOSALS = "本期没有督办建议。", "No supervision is proposed for this period.";
    /// Bureau.
    NO_FIGURES = "本期没有数值：尚未报送或零报告。", "There is no value for this period: not filed, or nil.";
    /// Bureaus.
    BUREAU_COUNT = "{count}个单位", "{count} bureaus";
    /// Bureaus.
    CODE = "代码", "Code";
    /// Bureaus.
    NO_BUREAUS = "还没有单位。导入单位名册后列在这里。", "There are no bureaus yet. They are listed here once the register is loaded.";
}
