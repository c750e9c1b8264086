//! Words of 督办: the board, a case, drafts, hand-overs.

schemas::catalogue! {
    /// Title and tab.
    TITLE = "督办", "Supervision";
    /// Sentence of state.
    PROPOSED_COUNT = "建议{n}件", "{n} proposed";
    /// Sentence of state.
    WAITING_COUNT = "待审批{n}件", "{n} to be approved";
    /// Sentence of state.
    OPEN_COUNT = "在办{n}件", "{n} under way";
    /// Sentence of state.
    OVERDUE_COUNT = "逾期{n}件", "{n} overdue";
    /// Name of the board.
    BOARD = "督办进程", "How far each is";
    /// Column.
    PROPOSED = "建议", "Proposed";
    /// Column.
    WAITING = "审批", "To be approved";
    /// Column.
    MENDING = "整改", "Being put right";
    /// Column.
    INSPECTING = "验收", "Inspection";
    /// Column.
    OVER = "已结束", "Over";
    /// Column without an entry.
    NONE_PROPOSED = "本期没有规则命中。", "No rule hits in this period.";
    /// Column without an entry.
    NONE_WAITING = "暂无。提请后的督办件在此等待局领导批准。", "None. What is proposed waits here for a leader.";
    /// Column without an entry.
    NONE = "暂无。", "None.";
    /// Mark of a proposal.
    TO_PROPOSE = "待提请", "to be proposed";
    /// Mark of a draft.
    TO_APPROVE = "待批准", "to be approved";
    /// Mark of a draft whose cause is gone.
    CAUSE_GONE = "原因已消失", "the cause is gone";
    /// Note on a case.
    CAUSE_GONE_NOTE = "原因已消失：按现有报送，规则不再命中该单位，可以撤销。", "The cause is gone: by what is filed now no rule hits the bureau any more; it can be withdrawn.";
    /// Mark with days.
    DAYS_LEFT = "余{n}天", "{n} d left";
    /// Mark with days.
    OVERDUE_DAYS = "逾期{n}天", "{n} d overdue";
    /// Mark on the last day.
    DUE_TODAY = "今日到期", "due today";
    /// Link.
    AS_CSV = "导出CSV", "As CSV";
    /// Link.
    HANDOVERS = "移交事项", "Hand-overs";
    /// Link with a count.
    HANDOVERS_WAITING = "移交事项（待接收{n}）", "Hand-overs ({n} to be taken)";
    /// Link.
    BY_HAND = "人工立项", "Propose by hand";
    /// More of a column.
    MORE = "另有{n}件，见CSV", "{n} more, in the CSV";

    /// Field.
    NUMBER = "编号", "Number";
    /// Field.
    SERIAL = "系统编号", "Serial";
    /// Field.
    KIND = "类型", "Kind";
    /// Field.
    BUREAU = "主办单位", "Bureau";
    /// Field.
    SUBJECT_TITLE = "标题", "Title";
    /// Field.
    MATTER = "督办事项", "Matter";
    /// Field.
    BASIS = "依据", "Basis";
    /// Field.
    DEMAND = "办理要求", "Demand";
    /// Field.
    RELEASE = "解除方式", "How it ends";
    /// Field.
    OFFICE = "主办科室", "Office";
    /// Field.
    ISSUED = "下达日期", "Issued on";
    /// Field.
    DUE = "办理期限", "Due";
    /// Field.
    STAGE = "阶段", "Stage";
    /// Field.
    LEFT = "剩余天数", "Days left";
    /// Field.
    COLOUR = "督办色", "Colour";
    /// Field.
    FOLLOWS = "承接", "Follows";
    /// Field.
    NEXT_ONE = "升级为", "Raised as";
    /// Field.
    PERIOD = "报告期", "Period";
    /// Field.
    PROPOSED_BY = "提请人", "Proposed by";
    /// Field.
    ENDED = "结束日期", "Ended on";

    /// Section of a case.
    NOTICE = "通知书", "The notice";
    /// Section of a case.
    EVIDENCE = "依据事实", "What the rules found";
    /// Section of a case.
    CASES = "涉及案件", "Cases";
    /// Section of a case.
    ANSWERS = "单位反馈", "Answers of the bureau";
    /// Section without an entry.
    NO_ANSWERS = "尚无反馈。单位以D1反馈单报送，编号{serial}。", "No answer yet. The bureau files form D1 for {serial}.";
    /// Section without an entry, of a department.
    NO_ANSWERS_DEPARTMENT = "尚无反馈。部门在部门报送页面对{serial}反馈。", "No answer yet. The department answers {serial} on its own page.";
    /// Column.
    ANSWER = "反馈", "Answer";
    /// Column.
    CONTENT = "内容", "What it says";
    /// Column.
    RECEIVED = "收到", "Received";
    /// Before measures.
    MEASURES = "措施：{said}", "Measures: {said}";
    /// Before evidence.
    PROOF = "佐证：{said}", "Proof: {said}";
    /// Before a day.
    ASKS_UNTIL = "申请延期至{day}", "asks for longer until {day}";
    /// Before names of officials.
    IN_CHARGE = "责任领导{leader}，责任人{responsible}", "in charge: {leader}; responsible: {responsible}";
    /// Link to a filing.
    SEE_FILING = "查看或退回", "See, or send back";
    /// Section of a case.
    HISTORY = "经过", "What happened";
    /// Entry of it.
    ISSUED_ACT = "下达{kind}，期限{due}", "{kind} issued, due {due}";
    /// Section of a case.
    LADDER = "阶梯", "Ladder";
    /// Under it.
    LADDER_NOTE = "阶梯由专项行动规定，只升不降。", "The ladder is the campaign's; it only leads upward.";
    /// Note.
    ASKS_LONGER = "单位申请延期，待局领导决定。", "The bureau asks for longer; a leader decides.";
    /// Note.
    APPEALED = "单位提出申诉，请核实后再处理。", "The bureau appeals; look into it before anything else is done.";

    /// Section with the one button.
    NEXT = "下一步", "What comes next";
    /// What the bureau does.
    BUREAU_NEXT = "等待单位反馈：{answer}。", "Waiting for the bureau: {answer}.";
    /// What is next.
    INSPECT_NEXT = "单位已申请验收：两人核查后记录结果。", "The bureau asks to be inspected: two persons look, and the result is recorded.";
    /// What is next.
    CLOSE_NEXT = "验收已通过：由验收人以外的局领导复核后解除，并写公告。", "The inspection was passed: a leader who did not inspect it checks and ends it, with an announcement.";
    /// What is next.
    FAILED_NEXT = "验收不合格：可延期一次，或升级。", "It failed: it is given longer once, or raised.";
    /// What is next.
    OVERDUE_NEXT = "已逾期：升级到阶梯的上一级。", "It is overdue: raise it to the next rung.";
    /// What is next.
    OVER_NEXT = "已结束。问题复发的，另行立项并注明本件编号。", "It is over. What comes up again is a new one that names this.";
    /// Button.
    PASS = "验收通过", "Passed";
    /// Button.
    FAIL = "验收不合格", "Failed";
    /// Button.
    EXTEND = "延期", "Give longer";
    /// Button.
    CLOSE = "解除（办结）", "End it";
    /// Button of a listing.
    DELIST = "摘牌", "Delist";
    /// Button.
    WITHDRAW = "撤销", "Withdraw";
    /// Button.
    ESCALATE = "提请升级为{kind}", "Propose to raise it to “{kind}”";
    /// Button.
    URGE = "催办", "Urge";
    /// Button.
    REOPEN = "另行立项", "Propose anew";
    /// Field of an inspection.
    EVIDENCE_WORDS = "验收情况和佐证（两人核查的时间、地点、材料）", "What was seen and what proves it (two persons: when, where, papers)";
    /// Field of an inspection.
    MET = "以后期指标达标为由（不填则为问题已消除）", "By the indicators of a later period (empty: the trouble is gone)";
    /// Choice.
    GONE = "问题已消除", "The trouble is gone";
    /// Field.
    UNTIL = "延期至", "Until";
    /// Field.
    REASON = "理由", "Reason";
    /// Field.
    ANNOUNCEMENT = "公告内容", "Announcement";
    /// Under a form.
    TO_BUREAU = "文字随文书发至单位，不得含个人信息。", "The words go to the bureau; they name nobody.";

    /// Overview.
    TODO_APPROVE = "待批准督办建议{n}件", "proposals of supervision to approve: {n}";
    /// Overview.
    TODO_END = "验收已通过待解除{n}件", "cases of supervision to end: {n}";
    /// Overview.
    TODO_OVERDUE = "督办件逾期{n}件", "cases of supervision overdue: {n}";
    /// Overview.
    TODO_INSPECT = "待验收督办件{n}件", "cases of supervision to inspect: {n}";
    /// Overview.
    TODO_TAKE = "待接收移交事项{n}件", "matters handed over, to be taken: {n}";
    /// Overview.
    TODO_ACT = "去处理", "See to it";

    /// Title of a draft.
    DRAFT = "督办建议", "Proposal";
    /// Sentence of state.
    DRAFT_STATE = "{by}于{at}提请", "proposed by {by} at {at}";
    /// Sentence of state.
    DECLINED = "未批准：{note}", "not approved: {note}";
    /// Button.
    APPROVE = "批准并下达", "Approve and issue";
    /// Under it.
    APPROVE_NOTE = "批准即编号，通知书发至单位填报端，限{days}日。", "It is numbered and goes to the bureau's node, due in {days} days.";
    /// Under it, of a department.
    APPROVE_NOTE_DEPARTMENT = "批准即编号，由该部门账号签收、反馈，限{days}日；文书加密存证，其他单位不能查看。", "It is numbered and goes to the department's account, due in {days} days; it is kept closed, so that nobody else reads it.";
    /// Button.
    DECLINE = "不批准", "Decline";
    /// Button.
    TAKE_BACK = "撤回建议", "Take it back";
    /// Who has to act.
    WAITS_FOR_LEADER = "等待局领导批准；批准人不得是提请人。", "Waits for a leader, who is not the one who proposed it.";

    /// Title of the form.
    NEW = "提请督办", "Propose supervision";
    /// Title of the form for a case.
    NEW_ASSIGN = "交办", "Assign";
    /// Button.
    SEND = "提请审批", "Propose";
    /// Button where nothing is approved.
    SEND_AT_ONCE = "下达", "Issue";
    /// Under the button.
    SEND_NOTE = "督办、挂牌、约谈须经局领导批准；交办、催办直接下达；对成员部门的交办、督办也须批准。", "Notices, listings and interviews are approved by a leader; assignments and urging notes go out at once. To a department, assignments are approved as well.";
    /// Field without a choice.
    CHOOSE = "请选择", "Choose";
    /// Link on the page of a case and on the board of special cases.
    ASSIGN_LINK = "交办", "Assign";

    /// Group of addressees.
    DEPARTMENTS = "成员部门", "Departments";
    /// Title.
    HANDOVERS_TITLE = "提级移交与跨区域通报", "Matters handed up or across";
    /// Sentence of state.
    TO_TAKE = "待接收{n}件", "{n} to be taken";
    /// Empty page.
    NO_HANDOVERS = "没有移交事项。单位以X2报送后在此列出。", "Nothing is handed over. What bureaus file on form X2 is listed here.";
    /// Column.
    FROM = "移交单位", "From";
    /// Column.
    TO = "接收单位", "To";
    /// Column.
    WHAT = "事项", "Matter";
    /// Column.
    ASKS = "请求", "What is asked";
    /// Column.
    STATE = "状态", "State";
    /// Column.
    HANDED = "移交日期", "Handed on";
    /// Mark.
    TAKEN_BY_LEDGER = "台账已签收", "taken by the ledger";
    /// Mark.
    TO_BE_TAKEN = "待接收", "to be taken";
    /// Mark of what is not the city's to take.
    TOLD = "已通报", "told";
    /// Button.
    TAKE = "接收", "Take it";
    /// Button.
    GIVE_BACK = "退回", "Send back";
    /// Button.
    PASS_ON = "转送{bureau}", "Pass on to {bureau}";
    /// Field.
    OUR_NUMBER = "接收编号", "Our number";
    /// Mark.
    LATE_TO_TAKE = "应于{day}前签收", "to be taken by {day}";
    /// Note on what concerns other areas.
    FOR_COMMITTEE = "跨区域事项，抄告同级政法委", "it concerns other areas: the committee is told";
    /// Where nobody of this city is named.
    NO_NEIGHBOUR = "接收单位不是本市其他单位：退回，由单位填写接收单位代码", "No other bureau of this city is named: send it back, so that the code is filled in";
}
