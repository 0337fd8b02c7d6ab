//! `longan serve`: runs the program until it is told to stop.

use super::outcome::{Failure, Outcome, print, say};
use super::{Place, open};
use crate::{App, users};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long requests that are under way may take to end after the program was told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(20);

/// Opens the register and answers requests.
pub async fn run(place: &Place, listen: Option<String>) -> Outcome {
    let config = place.config(listen)?;
    let listener = bind(config.listen).await?;
    let app = open(&config).await?;
    if users::store::list(&app.store).await?.is_empty() {
        say("Chưa có tài khoản nào. Hãy thêm người quản trị đầu tiên bằng lệnh:");
        say(
            "    longan user add TÊN-ĐĂNG-NHẬP --name \"Họ và tên\" --role administrator --place country:VN:",
        );
    }
    print(&format!("Địa chỉ: {}", address(&listener)?))?;
    answer(app, listener).await
}

/// Takes the address before anything else is done, so that a taken port is told at once.
pub async fn bind(listen: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|error| {
        say(&format!("Không nghe được ở {listen}. Có thể cổng đang được dùng; hãy chọn cổng khác bằng --listen."));
        Failure::Machine(anyhow::anyhow!("listen on {listen}: {error}"))
    })
}

/// The address for a browser.
pub fn address(listener: &TcpListener) -> Result<String, Failure> {
    Ok(format!("http://{}", listener.local_addr()?))
}

/// Answers requests until SIGTERM or Ctrl-C.
pub async fn answer(app: App, listener: TcpListener) -> Outcome {
    crate::imports::resume(&app).await?;
    tracing::info!(address = %listener.local_addr()?, "listening");
    // What was being read when the program last stopped is read again.
    let resumed = crate::imports::resume(&app).await?;
    if resumed > 0 {
        tracing::info!(resumed, "imports are read again");
    }
    let store = app.store.clone();
    let backups = tokio::spawn(crate::backup::tend_always(app.clone()));
    let (told, mut hear) = tokio::sync::watch::channel(());
    let mut workers = crate::jobs::start(&app, &hear);
    let service = crate::router(app).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop_signal().await;
        tracing::info!("stopping");
        drop(told);
    });
    tokio::select! {
        ended = async { served.await } => {
            ended?;
            // Jobs under way end; what has not is taken again when its hold runs out.
            if tokio::time::timeout(LAST_REQUESTS, async { while workers.join_next().await.is_some() {} }).await.is_err() {
                tracing::warn!("some jobs were still under way");
            }
        }
        () = async { let _ = hear.changed().await; tokio::time::sleep(LAST_REQUESTS).await; } => {
            tracing::warn!("some requests were still under way");
        }
    }
    backups.abort();
    store.close().await;
    Ok(())
}

async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}
