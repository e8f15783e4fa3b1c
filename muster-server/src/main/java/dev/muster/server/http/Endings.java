package dev.muster.server.http;

import java.util.function.Supplier;

/** Ends what is read for a caller who has gone. This package knows who has gone, and not what reading is. */
@FunctionalInterface
public interface Endings {
    /** Everything is read to its end. */
    Endings NONE = () -> new Ending() {
        @Override
        public <T> T during(Supplier<T> work) {
            return work.get();
        }

        @Override
        public void end() {}
    };

    /** For one request. */
    Ending begin();

    /** What is read for one request. */
    interface Ending {
        /** Finds the answer. */
        <T> T during(Supplier<T> work);

        /** Nobody waits for it any more; said from another thread, once or more often. */
        void end();
    }
}
