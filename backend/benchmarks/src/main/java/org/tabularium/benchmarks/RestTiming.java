package org.tabularium.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long running applications take to explain a pair: {@code RestTiming
 * http://localhost:8080[,ANOTHER] A B [RUNS] [PID[,PID]]}, A and B numbers of tables. The pair at
 * the level of digits (the strongest 1,000 pairs listed, and none), down to the ink without and
 * with one digit's part, the pictures, and the page. Warm; asked one after the other, several
 * applications in turns, so that whatever else the machine does it does to all of them. Where the
 * applications' processes are named, their processor time is told too; what the database takes is
 * not in it.
 */
public final class RestTiming {
  private static final int ACCEPTED = 202;
  private static final int OK = 200;

  private RestTiming() {}

  public static void main(String[] arguments) throws Exception {
    List<String> servers = List.of(arguments[0].split(","));
    String pair = "/api/v1/explanations?a=" + arguments[1] + "&b=" + arguments[2];
    String heat = pair.replace("?", "/heat?");
    int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 200;
    String[] processes = arguments.length > 4 ? arguments[4].split(",") : new String[0];
    HttpClient client = HttpClient.newHttpClient();
    for (String server : servers) {
      while (ask(client, server + pair + "&depth=pixels") == ACCEPTED) {
        Thread.sleep(500); // nothing but asking again tells that the ink has been computed
      }
    }
    for (String address :
        List.of(
            pair,
            pair + "&limit=0",
            pair + "&depth=pixels",
            pair + "&depth=pixels&digit=%d",
            heat,
            heat + "&digit=%d",
            heat + "&digit=%d&side=b",
            "/pairs/" + arguments[1] + "/" + arguments[2])) {
      double[][] times = new double[servers.size()][runs];
      long[] processor = new long[servers.size()];
      for (int run = -runs; run < runs; run++) {
        for (int s = 0; s < servers.size(); s++) {
          String asked =
              servers.get(s) + String.format(Locale.ROOT, address, Math.floorMod(run, 100));
          long before = processor(processes, s);
          long start = System.nanoTime();
          int status = ask(client, asked);
          if (status != OK) {
            throw new IllegalStateException(asked + " answers " + status);
          }
          times[s][Math.max(0, run)] = (System.nanoTime() - start) / 1e6;
          processor[s] += run < 0 ? 0 : processor(processes, s) - before;
        }
      }
      for (int s = 0; s < servers.size(); s++) {
        Arrays.sort(times[s]);
        System.out.printf(
            Locale.ROOT,
            "%-85s least %6.1f ms, median %6.1f ms, nine in ten below %6.1f ms%s%n",
            servers.get(s) + address,
            times[s][0],
            times[s][runs / 2],
            times[s][runs * 9 / 10],
            s < processes.length
                ? String.format(Locale.ROOT, ", processor %6.1f ms", processor[s] / 1e6 / runs)
                : "");
      }
    }
  }

  private static int ask(HttpClient client, String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
  }

  /** Nanoseconds of processor time that a process has had; 0 where it is not named. */
  private static long processor(String[] processes, int server) {
    return server < processes.length
        ? ProcessHandle.of(Long.parseLong(processes[server]))
            .flatMap(process -> process.info().totalCpuDuration())
            .map(Duration::toNanos)
            .orElseThrow()
        : 0;
  }
}
