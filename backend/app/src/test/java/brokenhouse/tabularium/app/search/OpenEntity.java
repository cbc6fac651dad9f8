package brokenhouse.tabularium.app.search;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

@Entity
public class OpenEntity {
  @Id long id;
}
