package org.tabularium.app.platform;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who makes the request at hand: programs say it in the header {@code X-Tabularium-Person} (a name,
 * UTF-8), browsers in a cookie that {@code POST /person} gave them; otherwise, and outside a
 * request, it is {@link Person#ANONYMOUS}.
 */
@Component
public class CurrentPerson {

  static final String COOKIE = "tabularium-person";
  static final String HEADER = "X-Tabularium-Person";

  private static final String FOUND = CurrentPerson.class.getName();

  private final People people;

  CurrentPerson(People people) {
    this.people = people;
  }

  /**
   * Never null.
   *
   * @throws Problem if a header gives a name that cannot be one
   */
  public Person get() {
    if (!(RequestContextHolder.getRequestAttributes()
        instanceof ServletRequestAttributes current)) {
      return Person.ANONYMOUS;
    }
    HttpServletRequest request = current.getRequest();
    if (request.getAttribute(FOUND) instanceof Person found) {
      return found;
    }
    Person person = find(request).orElse(Person.ANONYMOUS);
    request.setAttribute(FOUND, person);
    return person;
  }

  /** Whether a name was given; if not, a page may ask for one. */
  public boolean isKnown() {
    return !get().id().equals(PersonId.ANONYMOUS);
  }

  private Optional<Person> find(HttpServletRequest request) {
    @Nullable String header = request.getHeader(HEADER);
    if (header != null) {
      return Optional.of(people.named(utf8(header)));
    }
    return Stream.ofNullable(request.getCookies())
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(Cookie::getValue)
        .findFirst()
        .flatMap(people::byCookie);
  }

  /** The container reads headers as ISO 8859-1; what is UTF-8 underneath becomes that again. */
  private static String utf8(String header) {
    byte[] bytes = header.getBytes(StandardCharsets.ISO_8859_1);
    if (!new String(bytes, StandardCharsets.ISO_8859_1).equals(header)) {
      return header;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return header;
    }
  }
}
