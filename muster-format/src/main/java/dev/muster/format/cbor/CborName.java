package dev.muster.format.cbor;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name under which a record of a sealed interface, or an enum's constant, was first written. It is put on what is
 * renamed, so that bytes from before are read and written as ever.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface CborName {
    /** As it stands in the bytes. */
    String value();

    /** The names of classes and constants. */
    final class Of {
        private Of() {}

        static String record(Class<?> type) {
            CborName named = type.getAnnotation(CborName.class);
            return named == null ? type.getSimpleName() : named.value();
        }

        static String constant(Enum<?> constant) {
            try {
                CborName named =
                        constant.getDeclaringClass().getField(constant.name()).getAnnotation(CborName.class);
                return named == null ? constant.name() : named.value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("an enum has a field for each constant", e);
            }
        }
    }
}
