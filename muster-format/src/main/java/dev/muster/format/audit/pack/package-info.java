/**
 * The audit pack: one file that shows an organisation's posture at one time together with everything that somebody who
 * trusts nothing but two public keys needs to check it, offline. The shape is Muster's own, version
 * {@code muster-pack-1}, over RFC 9052 (COSE), RFC 8949 §4.2.1 (deterministic CBOR), RFC 9162 §2.1 (proofs), C2SP
 * tlog-checkpoint, and RFC 9942/9943 (statements and receipts).
 *
 * <h2>The file</h2>
 *
 * <pre>
 * pack = 18([ protected : bstr, {}, payload : bstr, signature : bstr ])       ; COSE_Sign1, tag required
 * protected = &lt;&lt; { 1: alg, 3: "application/muster-pack+cbor", 4: kid } &gt;&gt;
 * </pre>
 *
 * The unprotected header is the empty map, lengths are definite and heads the shortest, so every byte is either covered
 * by the signature or part of it or fixed by these rules. The payload is a deterministic CBOR map with text keys; times
 * are integers, microseconds since 1970; keys marked ? are left out when there is nothing to say:
 *
 * <pre>
 * { "format": "muster-pack-1",
 *   "org": tstr,                       ; whose
 *   "asOf": int,                       ; the time for which the verdicts hold
 *   "createdAt": int,
 *   "catalogue": { "version": tstr, "files": { name: bstr } },       ; the data files that the verdicts were judged by
 *   "facts": [ { "subject": tstr, "key": tstr, "value": tstr, "effectiveAt": int, "grade": tstr, "entry": int } ],
 *   "devices": [ { "device": tstr,                                   ; "device/cam-07"
 *                  "verdicts": [ { "requirement": tstr,              ; "ETSI/5.3-9", ascending
 *                                  "verdict": tstr,                  ; SUPPORTED PARTLY NOT_APPLICABLE WAIVED UNKNOWN STALE NOT_SUPPORTED
 *                                  ? "grade": tstr } ],              ; weakest: ATTESTED OBSERVED REPORTED CLAIMED RECORDED DOCUMENTED
 *                  "findings": [ { "check": tstr, "outcome": tstr,   ; PASS FAIL STALE UNKNOWN
 *                                  "reason": tstr, "entries": [ int ] } ] } ],
 *   "entries": [ { "leaf": bstr, ? "salt": bstr, ? "body": bstr, "path": [ bstr ] } ],   ; by ascending index
 *   "checkpoint": bstr,                ; signed note of the record log
 *   "logKey": tstr,                    ; vkey that signed it
 *   "evidenceKey": bstr,               ; COSE_Key that signed the pack
 *   ? "receiptKey": bstr,              ; COSE_Key that signed the receipts
 *   "certificates": [ bstr ],          ; DER, those that entries name
 *   ? "scope": tstr,                   ; "product/cam", or "device/cam-07 device/cam-08"; without it, all devices
 *   "statements": [ bstr ] }           ; transparent statements (COSE_Sign1 with receipts under 394)
 * </pre>
 *
 * <h2>In parts</h2>
 *
 * A pack of more than two hundred devices is a CBOR sequence (RFC 8742) of byte strings with heads of the shortest form:
 *
 * <pre>
 * packs = bstr .cbor head, + bstr                                   ; each of the others a part: a pack as above, in zlib's form (RFC 1950)
 * head = 18([ protected : bstr, {}, payload : bstr, signature : bstr ])       ; content type "application/muster-packs+cbor"
 * payload = { "format": "muster-packs-1", "org": tstr, "asOf": int, "devices": int, ? "scope": tstr,
 *   "checkpoint": bstr, "logKey": tstr, "evidenceKey": bstr, ? "receiptKey": bstr,
 *   "parts": [ { "first": tstr, "last": tstr, "devices": int, "bytes": int, "sha256": bstr } ] }
 * </pre>
 *
 * What is signed of a part are the bytes that it unpacks to, their number and digest; how they are packed is nobody's word,
 * and another program may pack them otherwise. Whoever reads has one part in memory. Each part verifies by itself; beyond that all
 * have the head's organisation, time and checkpoint and one catalogue, their devices ascend through all of them, and are as many
 * as the head says. A part that is handed on alone says in its scope which devices it is about.
 *
 * <h2>Checking it</h2>
 *
 * <ol>
 *   <li>Parse strictly. The signature verifies with the pinned evidence key, and {@code evidenceKey} is that key.
 *   <li>{@code checkpoint} has a signature of the pinned log key, and {@code logKey} is that key. Its second line is the
 *       size of the tree, its third the root in base64.
 *   <li>For every entry: {@code leaf} is the CBOR array {@code ["muster-entry-2", org, index, type, subject,
 *       effective-at, received-at, issuer, digest]} with {@code org} as above; SHA-256(0x00 || leaf) and {@code path}
 *       lead to the root for this index and size (RFC 9162 §2.1.3.2); where {@code body} is there, {@code salt} is too
 *       and SHA-256(salt || body) is {@code digest}; the log took it at or before {@code asOf}.
 *   <li>Every {@code entry} of a fact and every index in {@code entries} of a finding is in {@code entries}.
 *   <li>Every receipt of a statement verifies with {@code receiptKey} over the statement with an empty unprotected
 *       header, and {@code receiptKey} is the pinned one.
 *   <li>Whoever has the rules can go on: the facts follow from the bodies, the findings from the facts, the verdicts
 *       from the findings and the catalogue's files ({@code dev.muster.core.assurance.PackReplay}).
 * </ol>
 *
 * <p>A pack with a scope is about those devices only, and says so; who signed it could as well have left one out.
 *
 * <p>Not done: that nothing was left out. An entry that says otherwise may be missing from a pack; only the whole log
 * shows that there is none. Proofs are one path an entry, not one for all; an entry that several parts rest on is in each of them.
 */
@NullMarked
package dev.muster.format.audit.pack;

import org.jspecify.annotations.NullMarked;
