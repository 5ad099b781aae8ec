package usher.house.planted.routing;

import org.HdrHistogram.Histogram;

/** Routing is to need the JDK only. */
record UsesALibrary(Histogram waits) {}
