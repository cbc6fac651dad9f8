package org.tabularium.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long a running application takes for whole requests: {@code PageTiming http://localhost:8080
 * PIDS RUNS PATH...}, PIDS the application's process and its database's, with a comma. Their
 * processor time is told, too, since a machine that does other things as well makes clocks lie.
 * Warm; asked one after the other, as a browser asks for a page.
 */
public final class PageTiming {

  private PageTiming() {}

  public static void main(String[] arguments) throws Exception {
    List<ProcessHandle> server =
        Stream.of(arguments[1].split(","))
            .map(
                pid ->
                    ProcessHandle.of(Long.parseLong(pid))
                        .orElseThrow(() -> new IllegalArgumentException("no process " + pid)))
            .toList();
    int runs = Integer.parseInt(arguments[2]);
    HttpClient client = HttpClient.newHttpClient();
    for (String path : Arrays.copyOfRange(arguments, 3, arguments.length)) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(arguments[0] + path))
              .header("Accept", path.startsWith("/api/") ? "application/json" : "text/html")
              .build();
      int bytes = 0;
      for (int run = 0; run < runs; run++) {
        bytes = ask(client, request);
      }
      double[] times = new double[runs];
      double busy = processorTime(server);
      for (int run = 0; run < runs; run++) {
        long start = System.nanoTime();
        ask(client, request);
        times[run] = (System.nanoTime() - start) / 1e6;
      }
      busy = processorTime(server) - busy;
      Arrays.sort(times);
      System.out.printf(
          Locale.ROOT,
          "%-60s %7d bytes, processor %6.1f ms, least %6.1f ms, median %6.1f ms%n",
          path,
          bytes,
          busy / runs,
          times[0],
          times[runs / 2]);
    }
  }

  private static int ask(HttpClient client, HttpRequest request) throws Exception {
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(request.uri() + " answers " + answer.statusCode());
    }
    return answer.body().length;
  }

  /** Milliseconds, of the processes and of those they started. */
  private static double processorTime(List<ProcessHandle> processes) {
    return processes.stream()
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .map(one -> one.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToLong(Duration::toMillis)
        .sum();
  }
}
