package dev.muster.cli.governance;

import dev.muster.cli.VerbGroup;
import java.util.List;
import picocli.CommandLine.Command;

/** The kinds of records that have a verb of their own; {@code muster record} has them all. */
public final class KindGroups {
    private KindGroups() {}

    /** New instances: picocli keeps the values of options in them. */
    public static List<VerbGroup> all() {
        return List.of(
                new Work(),
                new SessionVerbs(),
                new Person(),
                new Tool(),
                new Case(),
                new Document(),
                new AcquisitionVerbs(),
                new Policy(),
                new Contract(),
                new BudgetVerbs(),
                new Plan(),
                new CustodyVerbs());
    }

    /** {@code muster work}. */
    @Command(
            name = "work",
            aliases = {"wo"},
            description = "Work orders: repair, diagnosis, planned work.",
            footer = {
                "%nExample:",
                "  muster work begin w-17 device=cam-04 kind=repair",
                "  muster work act w-17 request task=lens trigger=fault",
                "  muster work ls --state requested"
            })
    static final class Work extends Kind {
        Work() {
            super("work-order", "device", "kind", "task", "due");
        }
    }

    /** {@code muster person}. */
    @Command(
            name = "person",
            description = "People and contractors: who may work on devices, alone or with an escort, until when.",
            footer = {
                "%nExample:",
                "  muster person begin a-3 person=operator/tom organisation=\"Fix Ltd\" scope=cameras class=escorted",
                "  muster person act a-3 activate until=2027-06-30T00:00:00Z"
            })
    static final class Person extends Kind {
        Person() {
            super("authorisation", "person", "organisation", "class", "scope", "training-until", "until");
        }
    }

    /** {@code muster tool}. */
    @Command(
            name = "tool",
            description = "Diagnostic tools: evaluated, approved, and proposed again when their digest changes.",
            footer = {
                "%nExample:",
                "  muster tool begin t-2 name=probe version=2",
                "  muster tool act t-2 approve scope=cameras until=2027-06-30T00:00:00Z"
            })
    static final class Tool extends Kind {
        Tool() {
            super("tool", "name", "version", "scope", "until");
        }
    }

    /** {@code muster case}. */
    @Command(
            name = "case",
            description = "Cases: questions to makers, deficiencies, vulnerabilities and incidents with their clocks.",
            footer = {
                "%nExample:",
                "  muster case begin c-3 kind=vulnerability about=\"lens driver\"",
                "  muster case ls --where kind=vulnerability"
            })
    static final class Case extends Kind {
        Case() {
            super("case", "kind", "about", "aware-at", "sent-to");
        }
    }

    /** {@code muster document}. */
    @Command(
            name = "document",
            aliases = {"doc"},
            description = "Documents: approved, distributed, read and acknowledged.",
            footer = {
                "%nExample:",
                "  muster document act d-9 distribute to=technicians delivered=2026-12-01T08:00:00Z",
                "  muster document ls --state approved"
            })
    static final class Document extends Kind {
        Document() {
            super("document", "topic", "title", "version", "class", "to", "receipt");
        }
    }

    /** {@code muster policy}. */
    @Command(
            name = "policy",
            description = "Policies and their reviews.",
            footer = {
                "%nExample:",
                "  muster policy act p-1 enforce review-due=2027-12-01T00:00:00Z",
                "  muster policy ls --state review-due"
            })
    static final class Policy extends Kind {
        Policy() {
            super("policy", "area", "version", "review-due");
        }
    }

    /** {@code muster contract}. */
    @Command(
            name = "contract",
            description = "Contracts with makers and providers: clauses, oversight, deficiencies.",
            footer = {
                "%nExample:",
                "  muster contract act lens contract party=\"Lens Ltd\" clauses=audit,monitoring …",
                "  muster contract act lens notice-deficiency deficiency=\"late patches\""
            })
    static final class Contract extends Kind {
        Contract() {
            super("provider", "party", "clauses", "review-due");
        }
    }

    /** {@code muster plan}. */
    @Command(
            name = "plan",
            description = "Plans: work that begins by itself, at intervals and on events.",
            footer = {
                "%nExample:",
                "  muster plan begin p-1 device=cam-04 kind=local task=clean every=P90D next=2027-01-15T06:00:00Z"
            })
    static final class Plan extends Kind {
        Plan() {
            super("plan", "device", "task", "every", "next");
        }
    }
}
