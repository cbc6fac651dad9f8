package org.tabularium.app.platform;

import java.net.InetAddress;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** The one line that a person waits for. */
@Component
class Announcement {

  private static final Logger log = LoggerFactory.getLogger("Tabularium");

  private final ServerProperties server;
  private final DataFolder folder;

  Announcement(ServerProperties server, DataFolder folder) {
    this.server = server;
    this.folder = folder;
  }

  @EventListener
  void ready(ApplicationReadyEvent event) {
    if (event.getApplicationContext() instanceof WebServerApplicationContext web
        && web.getWebServer() != null) {
      InetAddress address = server.getAddress();
      String host =
          address == null || address.isAnyLocalAddress() ? "localhost" : address.getHostAddress();
      String url = "http://" + host + ":" + web.getWebServer().getPort();
      log.info(
          new MessageFormat(ResourceBundle.getBundle("startup").getString("ready"))
              .format(new Object[] {url, folder.path().toString()}));
    }
  }
}
