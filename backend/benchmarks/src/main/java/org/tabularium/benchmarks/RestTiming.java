package org.tabularium.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Locale;

/**
 * How long a running application takes to explain a pair: {@code RestTiming http://localhost:8080 A
 * B [RUNS]}, A and B numbers of tables. The pair at the level of digits (the strongest 1,000 pairs
 * listed, and none), down to the ink with one digit's part, and one digit's picture. Warm; asked
 * one after the other.
 */
public final class RestTiming {
  private static final int ACCEPTED = 202;

  private RestTiming() {}

  public static void main(String[] arguments) throws Exception {
    String pair = arguments[0] + "/api/v1/explanations?a=" + arguments[1] + "&b=" + arguments[2];
    String heat = pair.replace("?", "/heat?");
    int runs = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 200;
    HttpClient client = HttpClient.newHttpClient();
    while (ask(client, pair + "&depth=pixels") == ACCEPTED) {
      Thread.sleep(500); // nothing but asking again tells that the ink has been computed
    }
    for (String address :
        new String[] {
          pair, pair + "&limit=0", pair + "&depth=pixels&digit=%d", heat + "&digit=%d"
        }) {
      double[] times = new double[runs];
      for (int run = -runs; run < runs; run++) {
        long start = System.nanoTime();
        int status = ask(client, String.format(Locale.ROOT, address, (run + runs) % 100));
        if (status != 200) {
          throw new IllegalStateException(address + " answers " + status);
        }
        times[Math.max(0, run)] = (System.nanoTime() - start) / 1e6;
      }
      Arrays.sort(times);
      System.out.printf(
          Locale.ROOT,
          "%-70s least %6.1f ms, median %6.1f ms, nine in ten below %6.1f ms%n",
          address.substring(arguments[0].length()),
          times[0],
          times[runs / 2],
          times[runs * 9 / 10]);
    }
  }

  private static int ask(HttpClient client, String address) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
  }
}
