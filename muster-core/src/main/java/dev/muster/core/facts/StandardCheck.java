package dev.muster.core.facts;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** What most checks share: the fixed words of a check, and reading a needed fact. */
public abstract class StandardCheck implements Check {
    private final String id;
    private final String statement;
    private final List<FactKey> needs;
    private final Duration maxAge;
    private final String remedy;

    /** @param remedy what a person does to make it pass */
    protected StandardCheck(String id, String statement, List<FactKey> needs, Duration maxAge, String remedy) {
        this.id = id;
        this.statement = statement;
        this.needs = List.copyOf(needs);
        this.maxAge = maxAge;
        this.remedy = remedy;
    }

    @Override
    public final String id() {
        return id;
    }

    @Override
    public final String statement() {
        return statement;
    }

    @Override
    public final List<FactKey> needs() {
        return needs;
    }

    @Override
    public final Duration maxAge() {
        return maxAge;
    }

    @Override
    public final String remedy() {
        return remedy;
    }

    /** The value of a fact among {@link #needs()}, which is always there when a rule is asked. */
    protected static String value(Facts facts, FactKey needed) {
        return known(facts, needed).value();
    }

    /** A fact among {@link #needs()}, which is always there when a rule is asked. */
    protected static Known known(Facts facts, FactKey needed) {
        return facts.latest(needed)
                .orElseThrow(() -> new IllegalArgumentException("judged without the needed fact " + needed));
    }

    /** A value that is a time; empty when it is not one, which a rule answers with undecided. */
    protected static Optional<Instant> time(String value) {
        try {
            return Optional.of(Instant.parse(value));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A value that is a count; empty when it is not one, which a rule answers with undecided. */
    protected static Optional<Long> count(String value) {
        try {
            return Optional.of(Long.parseLong(value));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
