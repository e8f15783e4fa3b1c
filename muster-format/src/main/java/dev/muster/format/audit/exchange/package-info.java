/**
 * What a maker and its customers tell one another: papers that come with a product, their withdrawal, requests for them,
 * questions, feedback and answers. Our own format, version 1: deterministic CBOR (RFC 8949 §4.2.1) inside COSE_Sign1 (RFC
 * 9052), with CWT claims (RFC 8392) for who, to whom and when.
 *
 * <p>A statement names the key of the one it is for ({@code aud}), so that a customer cannot hand it on as if it were for
 * somebody else, and has an id ({@code cti}) and an end ({@code exp}), so that it can be taken once. A paper's bytes travel
 * beside its statement, which has their digest.
 *
 * <p>Not done: statements to several customers at once, encryption beyond that of the connection.
 */
@NullMarked
package dev.muster.format.audit.exchange;

import org.jspecify.annotations.NullMarked;
