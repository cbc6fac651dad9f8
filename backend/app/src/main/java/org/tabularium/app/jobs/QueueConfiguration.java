package org.tabularium.app.jobs;

import com.github.kagkarlsson.scheduler.SchedulerClient;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

  static final String QUEUE = "scheduled_tasks";

  /** Of work that has a thread of its own. */
  static final String QUEUE_BESIDE = "scheduled_tasks_beside";

  @Bean
  SchedulerClient queue(DataSource dataSource) {
    return queue(dataSource, QUEUE);
  }

  @Bean
  SchedulerClient queueBeside(DataSource dataSource) {
    return queue(dataSource, QUEUE_BESIDE);
  }

  /** Writes to the queue in the caller's transaction. */
  private static SchedulerClient queue(DataSource dataSource, String table) {
    return SchedulerClient.Builder.create(new TransactionAwareDataSourceProxy(dataSource))
        .tableName(table)
        .enablePriority()
        .build();
  }
}
