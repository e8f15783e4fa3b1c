package dev.muster.cli.log;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Options;
import dev.muster.cli.Status;
import dev.muster.core.ledger.OrgId;
import dev.muster.server.OfflineLedger;
import dev.muster.server.config.ServerConfig;
import dev.muster.server.config.StartFailure;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the ledger in a data directory itself instead of a server. */
final class LedgerSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LedgerSource() {}

    /** @throws CommandFailed when there is no ledger, or a server uses it */
    static JsonNode offline(Options options, BiFunction<OfflineLedger, OrgId, Map<String, Object>> question) {
        ServerConfig config = ServerConfig.load(options.data().path(), Map.of(), System.getenv());
        try (OfflineLedger ledger = OfflineLedger.open(config)) {
            return JSON.valueToTree(question.apply(ledger, new OrgId(options.org())));
        } catch (StartFailure refused) {
            throw new CommandFailed(
                    Status.UNKNOWN, refused.getMessage() + " With a server running, leave --offline out.", refused);
        }
    }
}
