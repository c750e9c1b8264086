//! HTTP: the table of addresses, the guard before every handler, the API, and the portal.
//!
//! Pages are pure rendering: what a page shows goes in, HTML comes out; no clock, no store, no request.

pub mod answer;
pub mod api;
pub mod assets;
pub mod bar;
pub mod city;
pub mod filing_path;
pub mod guard;
pub mod links;
pub mod mark;
pub mod nonce;
pub mod pages;
pub mod patience;
pub mod portal;
pub mod rendered;
pub mod routes;
pub mod signed;
pub mod tls;
pub mod visitor;

use std::net::TcpListener;

use actix_web::{App, HttpServer, dev::Server, middleware::from_fn, web};
use rustls::ServerConfig;

use self::patience::Patience;
use crate::{
    app::Services,
    intake::{casebook, judge, recovery},
};

/// Most bytes of an address with its query.
pub const MAX_ADDRESS: usize = 4 * 1024;
/// Most headers of a request; the HTTP library keeps this bound.
pub const MAX_HEADERS: usize = 96;
/// Most connections one of the two workers holds at once; more wait in the system's queue.
pub const MAX_CONNECTIONS: usize = 1024;
/// Most bytes of a request body; content alone is longer and is read by its own handler.
pub const MAX_BODY: usize = 64 * 1024;

/// What a server bears.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections each of its two workers holds at once.
    pub connections: usize,
    /// How long it waits for whoever sends.
    pub patience: Patience,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { connections: MAX_CONNECTIONS, patience: Patience::default() }
    }
}

/// The server on a bound listener, and who judges in its background; the program and the tests run this one.
///
/// # Errors
/// If the listener cannot be used.
pub fn serve(services: Services, listener: TcpListener) -> std::io::Result<Server> {
    serve_within(services, listener, Bounds::default(), None)
}

/// The server with other bounds, or with TLS of its own.
///
/// # Errors
/// As [`serve`].
pub fn serve_within(
    services: Services,
    listener: TcpListener,
    bounds: Bounds,
    tls: Option<ServerConfig>,
) -> std::io::Result<Server> {
    tokio::spawn(judge::run(services.clone()));
    tokio::spawn(casebook::catch_up(services.clone()));
    tokio::spawn(recovery::resume(services.clone()));
    let data = web::Data::new(services);
    let charts = web::Data::new(rendered::Rendered::default());
    let patience = web::Data::new(bounds.patience);
    let server = HttpServer::new(move || {
        // The outermost wrapper is the last named: answers are dressed after the guard has spoken.
        App::new()
            .app_data(data.clone())
            .app_data(charts.clone())
            .app_data(patience.clone())
            .app_data(web::PayloadConfig::new(MAX_BODY))
            .app_data(web::FormConfig::default().limit(MAX_BODY))
            .app_data(web::JsonConfig::default().limit(MAX_BODY))
            .app_data(portal::evidence::bounds())
            .configure(register)
            .default_service(web::to(guard::nothing_here))
            .wrap(from_fn(guard::check))
            .wrap(from_fn(answer::dress))
    });
    // Idle connections outlive the agents' own, so that an agent never writes into one that is just closing.
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?.tls_handshake_timeout(bounds.patience.head),
        None => server.listen(listener)?,
    };
    Ok(server
        .workers(2)
        .max_connections(bounds.connections)
        .client_request_timeout(bounds.patience.head)
        .keep_alive(std::time::Duration::from_secs(75))
        .disable_signals()
        .run())
}

fn register(config: &mut web::ServiceConfig) {
    let mut paths: Vec<&'static str> = routes::ROUTES.iter().map(|entry| entry.path).collect();
    paths.dedup();
    for path in paths {
        let of_path = routes::ROUTES.iter().filter(|entry| entry.path == path);
        let resource = of_path.fold(web::resource(path), |resource, entry| {
            let route = (entry.route)();
            resource.route(match *entry.method {
                actix_web::http::Method::GET => {
                    route.guard(actix_web::guard::Any(actix_web::guard::Get()).or(actix_web::guard::Head()))
                }
                _ => route.method(entry.method.clone()),
            })
        });
        config.service(resource.default_service(web::to(guard::wrong_method)));
    }
}
