package brokenhouse.tabularium.app.search;

import org.springframework.data.repository.Repository;

public interface OpenRepository extends Repository<OpenEntity, Long> {}
