/**
 * JSON: RFC 8259 as I-JSON (RFC 7493), the ground of RFC 7951's "YANG as JSON". Strict: UTF-8 without a byte order mark,
 * one value, no member twice, no comma too many, no comment, no lone surrogate and no noncharacter, no number that is
 * not finite. A fault says where: line, column and JSON pointer (RFC 6901; {@code /} alone is the whole text).
 *
 * <p>{@link dev.muster.format.json.JsonReader} reads, {@link dev.muster.format.json.Json} is the sealed tree of values,
 * {@link dev.muster.format.json.JsonCursor} walks it and knows where it is, {@link dev.muster.format.json.JsonWriter}
 * writes.
 *
 * <p>Not done: streams of values, and the canonical form of RFC 8785.
 */
@NullMarked
package dev.muster.format.json;

import org.jspecify.annotations.NullMarked;
