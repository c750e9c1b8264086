//! The node's key: enrolment, age, change and end.

schemas::catalogue! {
    /// A change of key was broken off.
    KEY_CHANGING = "换钥尚未完成，暂不能封存。请再运行一次 node-agent rotate。", "A change of key was begun and not ended; nothing is sealed meanwhile. Run `node-agent rotate` again.";
    /// The key is too old.
    KEY_TOO_OLD = "节点密钥已使用满24个月，不能再封存。请运行 node-agent rotate 换新密钥。", "The node's key has been in use for 24 months; nothing more is sealed with it. Run `node-agent rotate` for a new one.";
    /// The key is old.
    KEY_OLD = "节点密钥已使用满12个月，请尽早运行 node-agent rotate 换新密钥；满24个月将不能封存。", "The node's key has been in use for 12 months. Run `node-agent rotate` for a new one; after 24 months nothing is sealed with it.";
    /// The key was revoked.
    KEY_REVOKED = "市局已吊销本节点密钥（{reason}），已停止发送和取件。已封存的内容和回执仍在本机。请与市局核实；需继续报送的，申请新的入网码后运行 node-agent enrol 入网码 --new-key。", "The city has revoked this node's key ({reason}); nothing more is sent or fetched. What is sealed and its receipts stay here. Ask the city; to go on, run `node-agent enrol TOKEN --new-key` with a new token.";
    /// Send before a change of key.
    SEND_FIRST = "有 {n} 项已封存而未取得回执，换钥后将不被接收。请先运行 node-agent push（待会签的先会签或退回），再换钥。", "{n} sealed statements have no receipt and would be refused after the change. Run `node-agent push` first (countersign or decline what waits for that), then change the key.";
    /// After a change of key.
    ROTATED = "已换新密钥，旧密钥即刻停用。节点名不变：{node}。日志第 {index} 条。新密钥的六个词：{words}", "The new key is in force and the old one has stopped. The node keeps its name {node}. Leaf {index} of the log. The six words of the new key: {words}";
    /// Rotated by a file of answers.
    ROTATED_BY_FILE = "已换新密钥，旧密钥已停用。节点名不变：{node}。新密钥的六个词：{words}", "The new key is in force and the old one has stopped. The node keeps its name {node}. The six words of the new key: {words}";
    /// Not enrolled.
    NOT_ENROLLED = "节点尚未入网。请用市局发放的入网码运行 node-agent enrol。", "The node is not enrolled. Run `node-agent enrol` with the city's token.";
    /// Bad token.
    BAD_TOKEN = "入网码不完整或有误。请完整复制市局发放的入网码。", "The token is incomplete or wrong. Copy the city's token in full.";
    /// Bad server.
    BAD_SERVER = "服务器地址应形如 https://主机:端口，不带路径。", "A server is written https://host:port, without a path.";
    /// Key hash differs.
    WRONG_CITY = "应答方的密钥与入网码不符，入网码未发出。请核对地址；如属实，立即报告市局。", "Who answers is not whom the token is for; the secret was not sent. Check the address, and tell the city if it is right.";
    /// Greeting broken.
    GREETING = "对方的问候无法验证（{why}）。检查地址是否为市局服务器。", "The greeting does not verify ({why}). Check that the address is the city's.";
    /// Another log pinned.
    OTHER_CITY = "本节点已在另一市局入网。请为新的市局新建节点。", "This node is enrolled with another city. Make a new node for the new one.";
    /// Another bureau.
    OTHER_BUREAU = "该入网码属于单位 {bureau}，不是本节点的单位。请核对入网码。", "The token is for bureau {bureau}, not this node's. Check the token.";
    /// Revoked.
    REVOKED = "密钥已被吊销。请向市局申请新的入网码，再运行 node-agent enrol 入网码 --new-key。", "The key has been revoked. Ask the city for a new token and run `node-agent enrol TOKEN --new-key`.";
    /// Enrolled.
    ENROLLED = "已入网：{name}（{bureau}），专项行动 {campaign}", "Enrolled: {name} ({bureau}), campaign {campaign}";
    /// Pending.
    PENDING = "待市局核准。请向市局报读本节点名 {node} 和密钥的六个词：{words}；核准后再次运行同一命令查询。", "The key waits for the city's approval. Read the node's name {node} and the six words of its key to the city: {words}. Run the same command again to ask.";
    /// Another key asked for anew, to be carried.
    ANEW_ASKED = "新密钥的入网请求将随下一个文件包送出，请运行 node-agent export。请向市局报读本节点名 {node} 和密钥的六个词：{words}", "The request to enrol the new key goes with the next package: run `node-agent export`. Read the node's name {node} and the six words of its key to the city: {words}";
}
