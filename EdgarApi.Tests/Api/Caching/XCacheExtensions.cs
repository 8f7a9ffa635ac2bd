namespace EdgarApi.Tests.Api.Caching;

internal static class XCacheExtensions
{
    /// <summary>Gets the value of the <c>X-Cache</c> header.</summary>
    public static string GetXCache(this HttpResponseMessage response) => Assert.Single(response.Headers.GetValues("X-Cache"));
}
