package dev.muster.ledger.sql.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test that runs once on SQLite and once on PostgreSQL, each time with a fresh, empty {@code Database} as its argument
 * (closed afterwards). Apply your topic's {@code Migrations} first.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@ArgumentsSource(FreshDatabases.class)
public @interface BothDatabases {}
