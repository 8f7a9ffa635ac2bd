namespace EdgarApi.Tests.Sec;

/// <summary>Returns the time set by the test. Timeouts and retries use the system clock.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
