namespace EdgarApi.Contracts;

/// <summary>Paths shared by the API and its clients.</summary>
public static class ApiRoutes
{
    /// <summary>Prefix of all versions.</summary>
    public const string Root = "/api";

    /// <summary>Prefix of version 1.</summary>
    public const string Version1 = Root + "/v1";

    /// <summary>Company search; resources of one company are below <c>/{id}/…</c>.</summary>
    public const string Companies = Version1 + "/companies";

    /// <summary>Companies with a new data version.</summary>
    public const string Updates = Version1 + "/updates";

    /// <summary>Metrics of several companies over time.</summary>
    public const string TimeSeries = Version1 + "/timeseries";

    /// <summary>Administration.</summary>
    public const string Admin = Version1 + "/admin";

    /// <summary>Short form of <see cref="Admin"/>.</summary>
    public const string ShortAdmin = "/admin";

    /// <summary>The operators' page.</summary>
    public const string Ops = "/ops";

    /// <summary>The data of <see cref="Ops"/>.</summary>
    public const string OpsData = Ops + "/data";

    /// <summary>Orders an ingest, below <see cref="Admin"/>.</summary>
    public const string Ingest = "/ingest";

    /// <summary>Degraded mode, below <see cref="Admin"/>.</summary>
    public const string Degraded = "/degraded-mode";

    /// <summary>Records drills, below <see cref="Admin"/>.</summary>
    public const string Drills = "/drills";

    /// <summary>Orders warming, below <see cref="Admin"/>.</summary>
    public const string Warm = "/warm";
}
