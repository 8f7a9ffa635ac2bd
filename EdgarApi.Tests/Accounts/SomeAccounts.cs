using EdgarApi.Accounts;
using EdgarApi.Accounts.Keys;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Accounts;

/// <summary>Creates accounts for tests.</summary>
internal static class SomeAccounts
{
    public static readonly Actor Tester = new("test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Creates a user in a new organization.</summary>
    public static async Task<User> CreateUserAsync(this IServiceProvider services, string tier = "pro", bool isOperator = false)
    {
        var store = services.GetRequiredService<AccountStore>();
        var organization = await store.CreateOrganizationAsync(Tester, $"Organization {Guid.NewGuid():N}", isOperator, Token);
        return (await store.CreateUserAsync(Tester, new NewUser(organization.Id, "Somebody", tier), Token))!;
    }

    /// <summary>Creates a key for a new user in a new organization.</summary>
    public static async Task<CreatedKey> CreateKeyAsync(
        this IServiceProvider services,
        KeyScope scopes = KeyScope.Read,
        DateTimeOffset? expiresAt = null,
        string tier = "pro",
        bool isOperator = false)
    {
        var user = await services.CreateUserAsync(tier, isOperator);
        var store = services.GetRequiredService<AccountStore>();
        return (await store.CreateKeyAsync(Tester, new NewKey(user.Id, "for tests", scopes, ExpiresAt: expiresAt), Token))!;
    }

    /// <summary>Creates another key for a user and returns its text.</summary>
    public static async Task<string> CreateKeyAsync(this IServiceProvider services, User user)
    {
        var store = services.GetRequiredService<AccountStore>();
        return (await store.CreateKeyAsync(Tester, new NewKey(user.Id, "for tests", KeyScope.Read), Token))!.Text;
    }

    public static KeyCache GetKeyCache(this IServiceProvider services) => services.GetRequiredService<KeyCache>();
}
