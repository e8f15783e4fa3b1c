package dev.muster.core.ledger;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name of an event record in the log, {@code topic.what-happened} such as {@code joining.enrolled}. It is on disk
 * for ever: classes may be renamed, this may not.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface EntryType {
    /** {@code [a-z]+\.[a-z0-9-]+}. */
    String value();
}
