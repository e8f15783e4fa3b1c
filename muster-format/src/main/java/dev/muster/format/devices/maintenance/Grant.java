package dev.muster.format.devices.maintenance;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cose.CoseKey;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.CwtClaims;
import dev.muster.format.cose.Sign1Builder;
import dev.muster.format.cose.Verdict;
import dev.muster.format.cose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * What lets one person work on one device with one tool for a while: a CWT (RFC 8392) in a COSE_Sign1.
 *
 * @param org slug of the organisation ({@code iss})
 * @param person who may ({@code sub})
 * @param personKey whose possession the person proves ({@code cnf}, RFC 8747 §3.2)
 * @param device the device's id ({@code aud})
 * @param from not before ({@code nbf}); whole seconds on the wire
 * @param until the session is ended then, whoever works ({@code exp}); whole seconds on the wire
 * @param session id of the session's record ({@code cti}); one session, once
 * @param workOrder id of the order that it serves
 * @param tool id of the approved tool
 * @param toolDigest SHA-256 of the tool's bytes, 32 bytes: nothing else is run
 * @param escort who accompanies; empty when nobody must
 */
public record Grant(
        String org,
        String person,
        CoseKey personKey,
        String device,
        Instant from,
        Instant until,
        String session,
        String workOrder,
        String tool,
        byte[] toolDigest,
        String escort)
        implements Pass {
    public static final String MEDIA_TYPE = "application/vnd.muster.maintenance-grant+cwt";

    /** SHA-256. */
    public static final int DIGEST_BYTES = 32;

    /** With the certificate of who signed it and a key of any kind it stays below this. */
    public static final int MAX_BYTES = 8 * 1024;

    /** A working day and its night: longer work gets another grant. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(24);

    private static final int MAX_TEXT_CHARS = 256;

    // Private claims (RFC 8392 §9.1: below -65536), and cnf of RFC 8747 §7.1.
    private static final long CNF = 8;
    private static final long WORK_ORDER = -70_001;
    private static final long TOOL = -70_002;
    private static final long TOOL_DIGEST = -70_003;
    private static final long ESCORT = -70_004;
    private static final long CNF_COSE_KEY = 1;

    public Grant {
        if (toolDigest.length != DIGEST_BYTES) {
            throw new IllegalArgumentException("a tool's digest has " + DIGEST_BYTES + " bytes");
        }
        toolDigest = toolDigest.clone();
    }

    @Override
    public byte[] toolDigest() {
        return toolDigest.clone();
    }

    /** Whoever may work on a device with a tool may also do what that takes there. */
    @Override
    public LocalRole role() {
        return LocalRole.MAINTAINER;
    }

    /** The message as received, beside what it says; nothing of it is verified. */
    public record Token(byte[] bytes, CoseSign1 message, Grant grant) {
        /** @throws MaintenanceException when the bytes are not a grant */
        public static Token parse(byte[] bytes) {
            Grant grant = Sealed.read(bytes, MAX_BYTES, MEDIA_TYPE, Grant::read);
            return new Token(bytes.clone(), Sealed.message(bytes), grant);
        }

        /** Whether this key signed it, as a grant. */
        public Verdict verify(VerificationKey key) {
            return Sealed.verify(bytes, MEDIA_TYPE, key);
        }
    }

    /**
     * Signs it; tagged 18.
     *
     * @param headers adds who signs, such as a certificate
     */
    public byte[] sign(CoseSigner signer, UnaryOperator<Sign1Builder> headers) {
        return headers.apply(Sign1Builder.create().contentType(MEDIA_TYPE))
                .externalAad(Sealed.aad(MEDIA_TYPE))
                .payload(encode())
                .sign(signer)
                .encode();
    }

    private byte[] encode() {
        return Cbor.map()
                .put(CwtClaims.ISS, org)
                .put(CwtClaims.SUB, person)
                .put(CwtClaims.AUD, device)
                .put(CwtClaims.EXP, until.getEpochSecond())
                .put(CwtClaims.NBF, from.getEpochSecond())
                .put(CwtClaims.CTI, session.getBytes(StandardCharsets.UTF_8))
                .put(
                        CNF,
                        Cbor.map()
                                .put(CNF_COSE_KEY, Cbor.parse(personKey.encode()))
                                .build())
                .put(WORK_ORDER, workOrder)
                .put(TOOL, tool)
                .put(TOOL_DIGEST, toolDigest)
                .put(ESCORT, escort)
                .build()
                .encoded();
    }

    private static Grant read(CborMap map) {
        CwtClaims claims = new CwtClaims(map);
        Instant from = claims.notBefore().orElseThrow(() -> missing(CwtClaims.NBF));
        Instant until = claims.expires().orElseThrow(() -> missing(CwtClaims.EXP));
        if (Duration.between(from, until).compareTo(MAX_LIFETIME) > 0) {
            throw new CborException("good for longer than " + MAX_LIFETIME, "/" + CwtClaims.EXP, -1);
        }
        return new Grant(
                Sealed.text(map, CwtClaims.ISS, MAX_TEXT_CHARS),
                Sealed.text(map, CwtClaims.SUB, MAX_TEXT_CHARS),
                CoseKey.parse(map.require(CNF).asMap().require(CNF_COSE_KEY).encoded()),
                Sealed.text(map, CwtClaims.AUD, MAX_TEXT_CHARS),
                from,
                until,
                session(claims.id().orElseThrow(() -> missing(CwtClaims.CTI))),
                Sealed.text(map, WORK_ORDER, MAX_TEXT_CHARS),
                Sealed.text(map, TOOL, MAX_TEXT_CHARS),
                Sealed.digest(map.require(TOOL_DIGEST)),
                Sealed.text(map, ESCORT, MAX_TEXT_CHARS));
    }

    /** It names files on the device, so it is held to the letters of a record's id. */
    static String session(byte[] id) {
        String text = new String(id, StandardCharsets.UTF_8);
        if (!isSession(text)) {
            throw new CborException("not the id of a session", "/" + CwtClaims.CTI, -1);
        }
        return text;
    }

    /** Whether a text can be the id of a session: 1 to 64 of {@code A-Z a-z 0-9 . _ : -}, a letter or digit first. */
    public static boolean isSession(String text) {
        return text.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    }

    static CborException missing(long claim) {
        return new CborException("key is missing", "/" + claim, -1);
    }

    private List<Object> words() {
        return List.of(org, person, personKey, device, from, until, session, workOrder, tool, escort);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Grant that
                && words().equals(that.words())
                && Arrays.equals(toolDigest, that.toolDigest);
    }

    @Override
    public int hashCode() {
        return Objects.hash(words(), Arrays.hashCode(toolDigest));
    }
}
