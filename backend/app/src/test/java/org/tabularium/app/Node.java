package org.tabularium.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.tabularium.app.platform.TestDatabase;

/**
 * An application with beans, a port and a data folder of its own, as on one of several machines
 * that share a database and the folder of the scans.
 */
public final class Node implements AutoCloseable {

  private final ConfigurableApplicationContext context;
  private final Rest rest;

  private Node(ConfigurableApplicationContext context) {
    this.context = context;
    int port = ((WebServerApplicationContext) context).getWebServer().getPort();
    this.rest = new Rest(RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build());
  }

  /**
   * @param scans the folder that all nodes have as the folder of their scans
   */
  public static Node start(TestDatabase.Address database, Path scans, String... settings) {
    Path data = TestDatabase.temporaryFolder();
    try {
      Files.createSymbolicLink(data.resolve("scans"), scans);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> arguments = new ArrayList<>(List.of(settings));
    arguments.addAll(
        List.of(
            "--server.port=0",
            "--tabularium.data=" + data,
            "--tabularium.samples=false",
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--spring.datasource.password=" + database.password(),
            "--spring.datasource.hikari.maximum-pool-size=6",
            "--spring.datasource.hikari.minimum-idle=1"));
    return new Node(
        new SpringApplicationBuilder(TabulariumApplication.class)
            .run(arguments.toArray(String[]::new)));
  }

  public Rest rest() {
    return rest;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  @Override
  public void close() {
    context.close();
  }
}
