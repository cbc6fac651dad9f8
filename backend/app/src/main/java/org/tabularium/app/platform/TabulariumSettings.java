package org.tabularium.app.platform;

import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an owner of an installation can choose. Settings change speed or place, never a result.
 *
 * @param data the folder of everything that people entrust to the application
 * @param hosts names, besides the loopback names, under which browsers may address this server
 * @param samples whether the generated sample corpus is loaded at the first start
 * @param jobs how work is run
 * @param postgres the embedded server, used only while {@code spring.datasource.url} is not given
 */
@ConfigurationProperties("tabularium")
public record TabulariumSettings(
    Path data,
    @DefaultValue List<String> hosts,
    @DefaultValue("true") boolean samples,
    @DefaultValue Jobs jobs,
    @DefaultValue Postgres postgres) {

  public TabulariumSettings {
    data = data.toAbsolutePath().normalize();
    hosts = List.copyOf(hosts);
  }

  /**
   * @param workers how many jobs run at once, at least 1
   */
  public record Jobs(@DefaultValue("2") int workers) {
    public Jobs {
      if (workers < 1) {
        throw new IllegalArgumentException("tabularium.jobs.workers must be at least 1");
      }
    }
  }

  /**
   * @param programs where the server's programs are unpacked; empty for {@code programs} in the
   *     data folder. Of use where that folder forbids to run programs.
   */
  public record Postgres(@DefaultValue("") String programs) {}
}
