package dev.muster.server.joining;

import dev.muster.core.ledger.OrgId;
import dev.muster.server.http.Problem;
import dev.muster.server.http.Request;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Whose EST path it is. A label or a prefix says so; without one the host does, when it is {@code <organisation>.<name of
 * this server>}; and without that it is the default organisation.
 *
 * @param names what this server is called
 * @param exists whether there is such an organisation
 */
record Labels(List<String> names, OrgId defaultOrganisation, Predicate<OrgId> exists) {

    OrgId org(Request request) {
        Optional<String> label = request.findParameter("org");
        return label.isPresent()
                ? organisation(label.get()).orElseThrow(() -> Problem.notFound().refuse())
                : byHost(request.host()).orElse(defaultOrganisation);
    }

    private Optional<OrgId> byHost(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && names.contains(host.substring(dot + 1))
                ? organisation(host.substring(0, dot)).filter(exists)
                : Optional.empty();
    }

    private static Optional<OrgId> organisation(String text) {
        try {
            return Optional.of(new OrgId(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
