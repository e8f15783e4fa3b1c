package dev.muster.server.attestation;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.attest.ear.Ear;
import dev.muster.format.attest.ear.EarJson;
import dev.muster.format.attest.ear.EarToken;
import dev.muster.format.attest.ear.VeraisonEar;
import dev.muster.server.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * In which form and profile somebody wants a result, as the Accept header of the request says it (RFC 9110 §12.5.1) in the
 * media types of RFC 9782: the newest profile as CWT unless another is asked for.
 */
enum ResultForm {
    CWT(EarToken.MEDIA_TYPE),
    /** The profile of the draft before. */
    CWT_03("application/eat+cwt; eat_profile=\"" + Ear.PROFILE_03 + "\""),
    JWT("application/eat+jwt; eat_profile=\"" + Ear.PROFILE + "\""),
    JWT_03("application/eat+jwt; eat_profile=\"" + Ear.PROFILE_03 + "\""),
    /** That of the Veraison project, from before there was one. */
    VERAISON("application/eat+jwt; eat_profile=\"" + VeraisonEar.PROFILE + "\"");

    private static final int MAX_CHARS = 1024;
    private static final Pattern PROFILE =
            Pattern.compile(";\\s*eat_profile\\s*=\\s*\"?([^\";]*)\"?", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_WANTED = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0{0,3})?\\s*(;|$)");

    private final String mediaType;

    ResultForm(String mediaType) {
        this.mediaType = mediaType;
    }

    /** The media type of the answer. */
    String mediaType() {
        return mediaType;
    }

    /** The first form that is wanted and known; without the header the newest. */
    static ResultForm of(Optional<String> accept) {
        if (accept.isEmpty() || accept.get().isBlank()) {
            return CWT;
        }
        return ranges(accept.get()).stream()
                .filter(range -> !NOT_WANTED.matcher(range).find())
                .flatMap(range -> wanted(range).stream())
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                406,
                                "not-acceptable",
                                "A result comes as application/eat+cwt or application/eat+jwt, in the profiles "
                                        + Ear.PROFILE
                                        + " and " + Ear.PROFILE_03 + ", and as application/eat+jwt in "
                                        + VeraisonEar.PROFILE + ".")
                        .refuse());
    }

    private static Optional<ResultForm> wanted(String range) {
        int end = range.indexOf(';');
        String type = (end < 0 ? range : range.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        Matcher parameter = PROFILE.matcher(range);
        String profile = parameter.find() ? parameter.group(1) : Ear.PROFILE;
        return switch (type) {
            case "*/*", "application/*" -> Optional.of(CWT);
            case "application/eat+cwt" ->
                switch (profile) {
                    case Ear.PROFILE -> Optional.of(CWT);
                    case Ear.PROFILE_03 -> Optional.of(CWT_03);
                    default -> Optional.empty();
                };
            case "application/eat+jwt" ->
                switch (profile) {
                    case Ear.PROFILE -> Optional.of(JWT);
                    case Ear.PROFILE_03 -> Optional.of(JWT_03);
                    case VeraisonEar.PROFILE -> Optional.of(VERAISON);
                    default -> Optional.empty();
                };
            default -> Optional.empty();
        };
    }

    /** Profiles have commas in them, in quotes. */
    private static List<String> ranges(String accept) {
        List<String> ranges = new ArrayList<>();
        StringBuilder range = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < Math.min(accept.length(), MAX_CHARS); i++) {
            char next = accept.charAt(i);
            quoted ^= next == '"';
            if (next == ',' && !quoted) {
                ranges.add(range.toString());
                range.setLength(0);
            } else {
                range.append(next);
            }
        }
        ranges.add(range.toString());
        return ranges;
    }

    /** The result, signed. */
    byte[] sign(ResultSigner signer, OrgId org, Ear result, String issuer) {
        return switch (this) {
            case CWT -> signer.sign(org, result);
            case CWT_03 -> signer.sign(org, result.before());
            case JWT -> signer.jwt(org, EarJson.claims(result));
            case JWT_03 -> signer.jwt(org, EarJson.claims(result.before()));
            case VERAISON -> signer.jwt(org, VeraisonEar.claims(result, issuer));
        };
    }
}
