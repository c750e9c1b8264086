//! Stands between agent and city, keeps every request as it was sent (packed bodies unpacked) and passes it on.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer,
    web::{self, Bytes, Data},
};

use crate::asked::ask;

/// A request that passed: line, headers and body in one.
#[derive(Clone)]
pub struct Passed {
    pub method: String,
    pub path: String,
    pub bytes: Vec<u8>,
}

#[derive(Clone)]
struct Way {
    to: String,
    passed: Arc<Mutex<Vec<Passed>>>,
}

pub struct Proxy {
    pub address: String,
    way: Way,
}

impl Proxy {
    /// A proxy before a city.
    pub fn before(city: &str) -> Self {
        let way = Way { to: city.to_owned(), passed: Arc::default() };
        let data = Data::new(way.clone());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = HttpServer::new(move || {
            let app = App::new().app_data(data.clone()).app_data(web::PayloadConfig::new(64 * 1024 * 1024));
            app.default_service(web::to(pass))
        });
        tokio::spawn(server.workers(1).disable_signals().listen(listener).unwrap().run());
        Self { address, way }
    }

    pub fn requests(&self) -> Vec<Passed> {
        self.way.passed.lock().unwrap().clone()
    }
}

async fn pass(way: Data<Way>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let path = request.uri().to_string();
    let mut bytes = format!("{} {path}\n", request.method()).into_bytes();
    for (name, value) in request.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
    }
    let packed = request.headers().get("content-encoding").is_some_and(|encoding| encoding == "zstd");
    bytes.extend(if packed { zstd::decode_all(body.as_ref()).unwrap() } else { body.to_vec() });
    let method = request.method().to_string();
    way.passed.lock().unwrap().push(Passed { method: method.clone(), path: path.clone(), bytes });
    let headers: Vec<(&str, &[u8])> = request
        .headers()
        .iter()
        .filter(|(name, _)| {
            // The host stays as it was named: it is signed.
            !["content-length", "transfer-encoding", "connection"].contains(&name.as_str())
        })
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .collect();
    let answer = ask(&method, &format!("{}{path}", way.to), &headers, body.to_vec()).await;
    let mut out = HttpResponse::build(actix_web::http::StatusCode::from_u16(answer.status).unwrap());
    for name in ["content-type", "location", "retry-after", "upload-offset", "upload-complete"] {
        if let Some(value) = answer.header(name) {
            out.insert_header((name, value));
        }
    }
    out.body(answer.body)
}
