package dev.muster.server.scrapi;

import dev.muster.core.ledger.OrgId;
import dev.muster.format.cbor.Cbor;
import dev.muster.ledger.Ledger;
import dev.muster.server.http.Request;
import dev.muster.server.http.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The keys that verify receipts, for whoever asks. */
record ServiceKeys(Ledger ledger) {
    private static final String COSE_KEY = "application/cose-key";
    private static final String COSE_KEY_SET = "application/cose-key-set";

    /** Services that one question may be about: a stranger's would read the keys of ten thousand from the disk. */
    private static final int ASKED_TOGETHER = 256;

    Response all(List<OrgId> orgs) {
        if (orgs.size() > ASKED_TOGETHER) {
            return tooMany();
        }
        List<Cbor> keys = new ArrayList<>();
        orgs.forEach(org -> keys.add(ledger.receiptKey(org).map()));
        return Response.ok(COSE_KEY_SET, Cbor.array(keys).encoded()).with("Cache-Control", "max-age=3600");
    }

    /** The kid may always be given in base64url without padding (draft -11). */
    Response one(Request request, List<OrgId> orgs) {
        if (orgs.size() > ASKED_TOGETHER) {
            return tooMany();
        }
        byte[] kid;
        try {
            kid = Base64.getUrlDecoder().decode(request.parameter("kid"));
        } catch (IllegalArgumentException notBase64) {
            return unknown();
        }
        return orgs.stream()
                .map(ledger::receiptKey)
                .filter(key -> Arrays.equals(key.thumbprint(), kid))
                .findFirst()
                .map(key -> Response.ok(COSE_KEY, key.encode()))
                .orElseGet(ServiceKeys::unknown);
    }

    private static Response unknown() {
        return new ConciseProblem(404, "No such key", "No key of this service has this kid.").response();
    }

    private static Response tooMany() {
        return new ConciseProblem(404, "Too many services", "Ask one of them, below its own path.").response();
    }
}
