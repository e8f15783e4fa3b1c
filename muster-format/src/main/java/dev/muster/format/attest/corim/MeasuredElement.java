package dev.muster.format.attest.corim;

/** What within an environment was measured (CoRIM -11 §5.1.4.1.4 measured-element-type-choice). */
public sealed interface MeasuredElement {
    record Name(String value) implements MeasuredElement {
        @Override
        public String toString() {
            return value;
        }
    }

    /** @param value a {@code uint}, to be read without a sign */
    record Numbered(long value) implements MeasuredElement {
        @Override
        public String toString() {
            return Long.toUnsignedString(value);
        }
    }

    /** An OID (tag 111) or a UUID (tag 37). */
    record Typed(TypedBytes value) implements MeasuredElement {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** What a measurement without a key is about: the environment itself. Equal to no key that is written. */
    record Unnamed() implements MeasuredElement {
        @Override
        public String toString() {
            return "unnamed element";
        }
    }

    MeasuredElement UNNAMED = new Unnamed();

    static MeasuredElement of(String name) {
        return new Name(name);
    }
}
