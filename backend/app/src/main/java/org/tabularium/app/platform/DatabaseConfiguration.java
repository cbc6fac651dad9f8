package org.tabularium.app.platform;

import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** A PostgreSQL server given by the usual settings is used; without one, we start our own. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {

  @Bean
  DataFolder dataFolder(TabulariumSettings settings) {
    return DataFolder.open(settings.data());
  }

  static final class NoServerGiven implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return !StringUtils.hasText(context.getEnvironment().getProperty("spring.datasource.url"));
    }
  }

  @Configuration(proxyBeanMethods = false)
  @Conditional(NoServerGiven.class)
  static class Embedded {

    @Bean
    EmbeddedPostgres embeddedPostgres(DataFolder folder, TabulariumSettings settings) {
      String programs = settings.postgres().programs();
      return EmbeddedPostgres.start(
          folder.path(),
          programs.isBlank() ? folder.path().resolve("programs") : Path.of(programs),
          Map.of());
    }

    @Bean
    JdbcConnectionDetails embeddedConnection(EmbeddedPostgres server) {
      return new JdbcConnectionDetails() {
        @Override
        public String getUsername() {
          return EmbeddedPostgres.USER;
        }

        @Override
        public String getPassword() {
          return server.password();
        }

        @Override
        public String getJdbcUrl() {
          return server.url();
        }
      };
    }
  }
}
