package dev.muster.core.governance;

import dev.muster.core.devices.OpenEndpoint;
import dev.muster.format.devices.orders.OrderAction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Guards over two records: one and what it points to. */
final class LinkGuards {
    private LinkGuards() {}

    private static Optional<String> of(Machine machine, Guard.Asked asked, String link, String field) {
        return asked.field(link)
                .flatMap(id -> asked.store().find(machine.field(link).target(), id))
                .map(found -> found.fields().get(field));
    }

    /** Who asks is the device that the linked record is about. */
    record Self(String link, String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            return of(machine, asked, link, field)
                            .filter(device -> asked.actor().equals("device/" + device))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(asked.actor() + " is not the device of the " + link);
        }

        @Override
        public String words() {
            return "by the device of the " + link;
        }
    }

    /** Who asks is the device that the record is about. */
    record Own(String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            return asked.field(field)
                            .filter(device -> asked.actor().equals("device/" + device))
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of(asked.actor() + " is not the " + field + " of this " + machine.id());
        }

        @Override
        public String words() {
            return "by the " + field + " itself";
        }
    }

    /** The linked record says that it is about this one: what another one passed does not count here. */
    record Mine(String link, String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            return of(machine, asked, link, field)
                            .filter(asked.record().id()::equals)
                            .isPresent()
                    ? Optional.empty()
                    : Optional.of("the " + link + " is not of this " + machine.id());
        }

        @Override
        public String words() {
            return "the " + link + " is of this record";
        }
    }

    /** One time of the record is before another. */
    record Before(String first, String second) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<Instant> one = asked.field(first).flatMap(Field::time);
            Optional<Instant> other = asked.field(second).flatMap(Field::time);
            return one.isPresent() && other.isPresent() && one.get().isBefore(other.get())
                    ? Optional.empty()
                    : Optional.of(first + " is not before " + second);
        }

        @Override
        public List<String> asks() {
            return List.of(first, second);
        }

        @Override
        public String words() {
            return first + " is before " + second;
        }
    }

    /** A time is not after one of the linked record: a session does not outlast the window of its order. */
    record Within(String time, String link, String field) implements Guard {
        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            Optional<Instant> mine = asked.field(time).flatMap(Field::time);
            Optional<Instant> theirs = of(machine, asked, link, field).flatMap(Field::time);
            return mine.isPresent() && theirs.isPresent() && !mine.get().isAfter(theirs.get())
                    ? Optional.empty()
                    : Optional.of(time + " is after the " + field + " of the " + link
                            + theirs.map(at -> ", " + at).orElse(", which has none"));
        }

        @Override
        public List<String> asks() {
            return List.of(time);
        }

        @Override
        public String words() {
            return time + " is not after the " + field + " of the " + link;
        }
    }

    /** Where a session comes from: the device itself, or an endpoint that a packet filter can name. */
    record Channel(String field) implements Guard {
        /** Work at the device. */
        static final String LOCAL = "local";

        /** Work from elsewhere, by way of this server; the device records it. */
        static final String SERVER = OrderAction.Maintenance.THROUGH_SERVER;

        @Override
        public Optional<String> fault(Machine machine, Asked asked) {
            String channel = asked.field(field).orElse("");
            return channel.equals(LOCAL) || channel.equals(SERVER) || OpenEndpoint.isPlace(channel)
                    ? Optional.empty()
                    : Optional.of(
                            field + " is " + LOCAL + ", " + SERVER + " or an address and port such as 192.0.2.7:8443");
        }

        @Override
        public List<String> asks() {
            return List.of(field);
        }

        @Override
        public String words() {
            return field + " is local, server, or an address and port";
        }
    }
}
