//! Words of subsidies by the case.

schemas::catalogue! {
    /// Title.
    TITLE = "以案定补", "Subsidies by the case";
    /// Title of a month.
    OF_MONTH = "以案定补发放表（{month}）", "Subsidies by the case, {month}";
    /// State of a month without a sheet.
    DRAFT = "未提请", "Not proposed";
    /// State.
    PROPOSED = "待审批", "To be approved";
    /// State.
    APPROVED = "已审批", "Approved";
    /// State of a sheet.
    PROPOSED_BY = "{at}由{by}提请", "proposed {at} by {by}";
    /// State of a sheet.
    APPROVED_ON = "{at}审批", "approved {at}";
    /// Sentence of state.
    SUM = "{mediators}名调解员，{cases}件，共{yuan}元", "mediators: {mediators}; cases: {cases}; {yuan} yuan in all";
    /// Sentence of state.
    PAID_BEFORE = "另有{n}件已列入发放表，不再列入", "{n} more stand on a sheet already and are not on this one";
    /// Heading.
    BUREAU = "单位", "Bureau";
    /// Heading.
    MEDIATOR = "调解员编号", "Mediator";
    /// Heading.
    MEDIATORS = "调解员", "Mediators";
    /// Below the sums.
    MORE = "以下各列前{n}项，逐案明细见CSV", "Of each list below the first {n}; every case is in the CSV";
    /// Heading.
    CASES = "件数", "Cases";
    /// Heading.
    YUAN = "金额（元）", "Yuan";
    /// Heading.
    CASE = "案号", "Case";
    /// Heading.
    BAND = "补助档次", "Band";
    /// Heading.
    CLOSED = "结束日期", "Ended on";
    /// Heading.
    WHY = "未列入原因", "Why not";
    /// Heading.
    HELD = "调解成功未列入的{n}件", "{n} ended well and are not on it";
    /// Heading.
    BACK = "须核实追回的{n}件", "{n} to be claimed back";
    /// Below it.
    BACK_NOTE = "列入本表后台账有更正或撤回，按现行台账不符合发放条件。", "Their ledgers were amended or withdrawn afterwards, and they would not be paid for now.";
    /// A reason.
    NO_MEDIATOR = "没有调解员编号", "no number of a mediator";
    /// A reason.
    NOT_PERFORMED = "协议未履行到位", "not performed";
    /// A reason.
    NO_RATE = "该档次没有补助标准", "no rate for this band";
    /// Rates.
    RATES = "补助标准：{rates}", "Rates: {rates}";
    /// One rate.
    RATE = "{band}{yuan}元", "{band} {yuan} yuan";
    /// Button.
    PROPOSE = "提请审批", "Propose it";
    /// Button.
    APPROVE = "审批", "Approve it";
    /// Button.
    WITHDRAW = "撤回", "Withdraw it";
    /// Below the buttons.
    APPROVE_NOTE = "由市局领导审批，提请人不能审批自己提请的；审批后不能更改，每案只发一次。", "A leader approves it, never whoever proposed it; it cannot be changed afterwards, and each case is paid for once.";
    /// Link.
    AS_CSV = "下载CSV", "Download as CSV";
    /// Empty.
    NONE = "截至{month}末没有新的可发放案件。调解成功、履行到位、填有调解员编号和补助档次的案件，在台账通过校验后列在这里。", "No case is to be paid for by the end of {month}. A case is listed here when its ledger stands, it ended well, was performed, and names mediator and band.";
    /// Empty, where the campaign pays nothing.
    NO_RULE = "本次行动没有设定以案定补标准，不产生发放表。标准写在行动定义的 [subsidy] 中。", "The campaign sets no rates, so there is no sheet. Rates stand in its definition under [subsidy].";
    /// Refusal.
    R_MANY = "可发放案件超过{most}件，请联系系统管理员", "More than {most} cases are to be paid for; ask the administrator";
    /// Refusal.
    R_RUNNING = "{month}尚未结束，不能提请", "{month} is not over; it cannot be proposed yet";
    /// Refusal.
    R_PENDING = "本月已有一份待审批的发放表，请先审批或撤回", "A sheet of this month waits to be approved; approve or withdraw it first";
    /// Refusal.
    R_APPROVED = "{month}发放表已审批；新的案件列入下月", "The sheet of {month} is approved; what is new comes on the next one";
    /// Refusal.
    R_EMPTY = "没有可发放的案件", "There is no case to be paid for";
    /// Refusal.
    R_SELF = "提请人不能审批自己提请的发放表，须由另一人审批", "Whoever proposed it cannot approve it; it takes another person";
    /// Refusal.
    R_DONE = "该发放表已审批或已撤回，请刷新", "It has been approved or withdrawn already; load the page again";
    /// Refusal.
    R_CHANGED = "{bureau}的{case}在提请后有变化，不再符合原表；请撤回后重新提请", "{case} of {bureau} is not as it was when the sheet was proposed; withdraw it and propose it again";
}
