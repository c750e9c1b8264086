//! What the city has put to the bureau, and what is to be answered.

schemas::catalogue! {
    /// Nothing.
    NONE = "没有在办的督办、交办件", "Nothing that the city put to the bureau is open";
    /// For `status` and `duties`.
    OPEN = "在办督办、交办{n}件，其中逾期{overdue}件：node-agent directives", "put to the bureau and open: {n}, overdue: {overdue}; see `node-agent directives`";
    /// One of them: countdown, serial, number, kind, stage, due.
    LINE = "{countdown}  {serial}  {number}  {kind}  {stage}  期限 {due}", "{countdown}  {serial}  {number}  {kind}  {stage}  due {due}";
    /// Countdown of what is over.
    OVER = "已结束", "over";
    /// Under one.
    SAID = "    {words}", "    {words}";
    /// Under one.
    DEMAND = "    要求：{words}", "    demanded: {words}";
    /// Under one.
    ACT = "    市局：{what}。{words}", "    the city: {what}. {words}";
    /// Under one.
    ANSWER = "    请报{what}：node-agent file 反馈.xlsx --form {form} --period 当日 --subject {serial}（表中列出此前各条反馈）", "    to be answered: {what}: `node-agent file ANSWERS.xlsx --form {form} --period TODAY --subject {serial}` (with every answer so far)";
    /// What is to be answered.
    RECEIPT = "签收", "that it was received";
    /// What is to be answered.
    PROGRESS = "进展，完成后申请验收", "progress, and the inspection when it is done";
    /// What was handed up.
    TAKEN = "移交{case}：市局已接收，编号{number}；请在下次X2中填写签收日期和接收方编号", "hand-over {case}: taken as {number}; say so with day and number in the next X2";
    /// What was handed up.
    SENT_BACK = "移交{case}：市局已退回", "hand-over {case}: sent back";
}
