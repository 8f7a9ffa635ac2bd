namespace EdgarApi.Contracts;

/// <summary>Paths of the API that its clients share with it.</summary>
public static class ApiRoutes
{
    /// <summary>Prefix of version 1.</summary>
    public const string Version1 = "/api/v1";

    /// <summary>Company search; below it, <c>/{id}/…</c>, what the API says of one company.</summary>
    public const string Companies = Version1 + "/companies";

    /// <summary>Companies whose data version changed.</summary>
    public const string Updates = Version1 + "/updates";

    /// <summary>What only operators may do.</summary>
    public const string Admin = Version1 + "/admin";
}
