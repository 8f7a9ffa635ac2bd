using EdgarApi.Accounts.Usage;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Caching;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>Records and batches for tests.</summary>
internal static class SomeUsage
{
    public static UsageRecord Record(DateTime? at = null, long? user = 7, string endpoint = "GET /api/v1/companies/{id}/overview") =>
        new()
        {
            Timestamp = at ?? DateTime.UtcNow,
            Endpoint = endpoint,
            Status = 200,
            Microseconds = 1234,
            Bytes = 3649,
            Tier = "pro",
            KeyId = 9,
            UserId = user,
            OrganizationId = 5,
            Cik = 320193,
            Cache = CacheResult.HitMemory,
            Target = "/api/v1/companies/AAPL/overview",
        };

    public static UsageBatch Batch(int rows, DateTime? at = null)
    {
        var encoder = new UsageRows();
        for (var row = 0; row < rows; row++) encoder.Add(Record(at));
        return encoder.Take(at ?? DateTime.UtcNow);
    }
}
