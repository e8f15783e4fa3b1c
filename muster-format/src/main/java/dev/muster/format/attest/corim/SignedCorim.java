package dev.muster.format.attest.corim;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborException;
import dev.muster.format.cbor.CborMap;
import dev.muster.format.cbor.CborMapBuilder;
import dev.muster.format.cbor.CborProfile;
import dev.muster.format.cbor.CborTag;
import dev.muster.format.cbor.CborType;
import dev.muster.format.cose.CoseException;
import dev.muster.format.cose.CoseProfile;
import dev.muster.format.cose.CoseSign1;
import dev.muster.format.cose.CoseSigner;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.Sign1Builder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A manifest under a signature (CoRIM -11 §4.2). Reading does not verify: that is the caller's step, with the key it
 * trusts, over {@link #message()}.
 *
 * @param signer name of corim-meta, or issuer of the CWT claims
 * @param signatureValidity when the signature is meant to be used
 * @param tolerated what was accepted although the draft no longer allows it, of envelope and manifest
 */
public record SignedCorim(
        CoseSign1 message, String signer, Optional<Validity> signatureValidity, Corim corim, List<String> tolerated) {
    /** Content types from before -09, read with a remark. */
    private static final List<String> OLD_CONTENT_TYPES =
            List.of("application/corim-unsigned+cbor", "application/rim+cbor;profile", "application/corim+cbor");

    public SignedCorim {
        tolerated = List.copyOf(tolerated);
    }

    /** @throws CorimException when the bytes are not a signed manifest */
    public static SignedCorim parse(byte[] bytes) {
        if (bytes.length > CorimReader.MAX_BYTES) {
            throw new CorimException("more than " + CorimReader.MAX_BYTES + " bytes", "/", 0);
        }
        try {
            List<String> tolerated = new ArrayList<>();
            Cbor item = Cbor.parse(bytes, CborProfile.STRICT, CorimReader.LIMITS);
            item = unwrap(item, CodePoints.TAG_OLD_TOP, tolerated);
            item = unwrap(item, CodePoints.TAG_OLD_SIGNED, tolerated);
            CoseSign1 message = CoseSign1.read(item.asTag(), CoseProfile.STRICT);
            return read(message, tolerated);
        } catch (CborException fault) {
            throw new CorimException(fault.reason(), fault.path(), fault.offset());
        } catch (CoseException fault) {
            throw new CorimException(fault.reason(), fault.path(), fault.offset());
        }
    }

    private static Cbor unwrap(Cbor item, long tag, List<String> tolerated) {
        if (item instanceof CborTag tagged && tagged.tag() == tag) {
            tolerated.add("the wrapper tag " + tag);
            return tagged.content();
        }
        return item;
    }

    private static SignedCorim read(CoseSign1 message, List<String> tolerated) {
        CborMap headers = message.headers().protectedMap();
        if (headers.has(CodePoints.HEADER_PAYLOAD_HASH_ALG)) {
            throw new CorimException("a hash envelope (RFC 9995) holds no manifest to read", "/headers/258", -1);
        }
        requireContentType(headers, tolerated);
        Optional<CborMap> meta = headers.get(CodePoints.HEADER_CORIM_META)
                .map(item -> Cbor.parse(item.asBytes()).asMap());
        Optional<CborMap> cwt = message.cwtClaims();
        if (meta.isEmpty() && cwt.isEmpty()) {
            throw new CorimException("neither corim-meta nor CWT claims say who signed", "/headers", -1);
        }
        byte[] payload =
                message.payload().orElseThrow(() -> new CorimException("the manifest is detached", "/payload", -1));
        Corim corim = CorimReader.parse(payload);
        tolerated.addAll(corim.tolerated());
        requireAgreement(meta, cwt);
        String signer = meta.map(SignedCorim::signerName)
                .or(() -> cwt.map(map -> map.require(CodePoints.CWT_ISS).asText()))
                .orElseThrow();
        return new SignedCorim(
                message,
                signer,
                meta.flatMap(SignedCorim::metaValidity).or(() -> cwt.flatMap(SignedCorim::cwtValidity)),
                corim,
                tolerated.stream().distinct().toList());
    }

    private static void requireContentType(CborMap headers, List<String> tolerated) {
        Cbor type = headers.require(HeaderLabel.CONTENT_TYPE);
        String text = type.type() == CborType.TEXT ? type.asText() : type.toString();
        if (OLD_CONTENT_TYPES.contains(text)) {
            tolerated.add("the content type " + text);
        } else if (!text.equals(CodePoints.CONTENT_TYPE)) {
            throw new CorimException("the content type is " + text, "/headers/3", type.offset());
        }
    }

    /** Both say who signed and until when, so both must say the same (§4.2.1). */
    private static void requireAgreement(Optional<CborMap> meta, Optional<CborMap> cwt) {
        if (meta.isEmpty() || cwt.isEmpty()) {
            return;
        }
        String name = signerName(meta.get());
        String issuer = cwt.get().require(CodePoints.CWT_ISS).asText();
        Optional<Validity> stated = metaValidity(meta.get());
        Optional<Validity> claimed = cwtValidity(cwt.get());
        if (!name.equals(issuer)) {
            throw new CorimException(
                    "corim-meta names the signer " + name + ", the CWT claims " + issuer, "/headers", -1);
        }
        if (stated.isPresent() && claimed.isPresent() && !stated.equals(claimed)) {
            throw new CorimException("corim-meta and the CWT claims state another validity", "/headers", -1);
        }
    }

    private static String signerName(CborMap meta) {
        return meta.require(CodePoints.META_SIGNER)
                .asMap()
                .require(CodePoints.SIGNER_NAME)
                .asText();
    }

    private static Optional<Validity> metaValidity(CborMap meta) {
        return meta.get(CodePoints.META_VALIDITY).map(item -> CorimReader.validity(item.asMap()));
    }

    /** exp and nbf stand alone in CWT claims; without an end the span stays open. */
    private static Optional<Validity> cwtValidity(CborMap cwt) {
        Optional<Instant> start = cwt.get(CodePoints.CWT_NBF).map(CorimReader::time);
        Optional<Instant> end = cwt.get(CodePoints.CWT_EXP).map(CorimReader::time);
        return start.isEmpty() && end.isEmpty()
                ? Optional.empty()
                : Optional.of(new Validity(start, end.orElse(Validity.OPEN_END)));
    }

    /**
     * Signs a manifest, with corim-meta and CWT claims that name the same signer.
     *
     * @param subject what the manifest is about, for the CWT claims
     */
    public static byte[] sign(
            Corim corim, String signerName, String subject, Optional<Validity> validity, CoseSigner signer) {
        CborMapBuilder meta = Cbor.map()
                .put(
                        CodePoints.META_SIGNER,
                        Cbor.map().put(CodePoints.SIGNER_NAME, signerName).build());
        CborMapBuilder claims = Cbor.map().put(CodePoints.CWT_ISS, signerName).put(CodePoints.CWT_SUB, subject);
        validity.ifPresent(span -> {
            meta.put(CodePoints.META_VALIDITY, CorimWriter.validity(span));
            claims.put(CodePoints.CWT_EXP, span.notAfter().getEpochSecond());
            span.notBefore().ifPresent(start -> claims.put(CodePoints.CWT_NBF, start.getEpochSecond()));
        });
        return Sign1Builder.create()
                .contentType(CodePoints.CONTENT_TYPE)
                .protect(CodePoints.HEADER_CORIM_META, Cbor.of(meta.build().encoded()))
                .protect(HeaderLabel.CWT_CLAIMS, claims.build())
                .payload(CorimWriter.encode(corim))
                .sign(signer)
                .encode();
    }
}
