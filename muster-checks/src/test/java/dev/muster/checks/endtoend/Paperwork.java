package dev.muster.checks.endtoend;

import java.util.Map;

/** What has to be in order before work on a device may begin: people's roles, an authorisation, a tool and a procedure. */
final class Paperwork {
    private Paperwork() {}

    static void of(Crew crew, String tomorrow) {
        Map.of("ann", "approver", "tom", "technician", "sue", "supervisor").forEach((who, role) -> {
            crew.move("boss", "role-grant/g-" + who + "/open-request");
            crew.move(
                    "ann",
                    "role-grant/g-" + who + "/grant",
                    "person",
                    "operator/" + who,
                    "role",
                    role,
                    "until",
                    tomorrow);
        });
        papers(crew, "", "00".repeat(32), tomorrow);
    }

    /**
     * Authorisation, tool and procedure.
     *
     * @param key public half of Tom's; empty for none
     * @param digest of the tool, and of the procedure
     */
    static void papers(Crew crew, String key, String digest, String tomorrow) {
        crew.move("boss", "authorisation/a-1/open-request", "key", key, "training-until", tomorrow);
        crew.move(
                "ann",
                "authorisation/a-1/activate",
                "person",
                "operator/tom",
                "organisation",
                "Fix Ltd",
                "scope",
                "cameras",
                "class",
                "escorted",
                "until",
                tomorrow);
        crew.move("boss", "tool/t-1/open-request", "name", "probe", "version", "2", "digest", digest);
        crew.move("tom", "tool/t-1/evaluate");
        crew.move("ann", "tool/t-1/approve", "scope", "cameras", "until", tomorrow);
        crew.move("boss", "document/d-1/open-request");
        crew.move(
                "ann",
                "document/d-1/approve",
                "topic",
                "procedure",
                "title",
                "Lens",
                "version",
                "1",
                "digest",
                digest,
                "class",
                "customer",
                "audience",
                "technician");
    }
}
