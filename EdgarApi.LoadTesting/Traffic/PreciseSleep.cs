using System.Runtime.InteropServices;

namespace EdgarApi.LoadTesting.Traffic;

/// <summary>
/// Sleeps to a fraction of a millisecond on Unix. <see cref="Thread.Sleep(TimeSpan)"/> and the runtime's timers count whole milliseconds,
/// so requests would be sent up to a millisecond late, which counts as latency of the server.
/// </summary>
internal static class PreciseSleep
{
    public static void Sleep(TimeSpan duration)
    {
        if (OperatingSystem.IsWindows()) Thread.Sleep(duration);
        // A signal may end it early; the caller looks at the clock anyway.
        else _ = NanoSleep(TimeSpec.From(duration), 0);
    }

    [DllImport("libc", EntryPoint = "nanosleep")]
    private static extern int NanoSleep(in TimeSpec duration, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;

        public static TimeSpec From(TimeSpan duration)
        {
            var (seconds, ticks) = Math.DivRem(duration.Ticks, TimeSpan.TicksPerSecond);
            return new TimeSpec { Seconds = (nint)seconds, Nanoseconds = (nint)(ticks * TimeSpan.NanosecondsPerTick) };
        }
    }
}
