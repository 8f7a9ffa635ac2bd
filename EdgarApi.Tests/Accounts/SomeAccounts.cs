using EdgarApi.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Accounts;

/// <summary>Makes accounts for tests.</summary>
internal static class SomeAccounts
{
    public static readonly Actor Tester = new("test");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A user of an organization of its own.</summary>
    public static async Task<User> CreateUserAsync(this IServiceProvider services, string tier = "pro", bool isOperator = false)
    {
        var store = services.GetRequiredService<AccountStore>();
        var organization = await store.CreateOrganizationAsync(Tester, $"Organization {Guid.NewGuid():N}", isOperator, Token);
        return (await store.CreateUserAsync(Tester, new NewUser(organization.Id, "Somebody", tier), Token))!;
    }

    /// <summary>A key of a user of an organization of its own.</summary>
    public static async Task<CreatedKey> CreateKeyAsync(
        this IServiceProvider services, KeyScope scopes = KeyScope.Read, DateTimeOffset? expiresAt = null, string tier = "pro", bool isOperator = false)
    {
        var user = await services.CreateUserAsync(tier, isOperator);
        return (await services.GetRequiredService<AccountStore>().CreateKeyAsync(Tester, new NewKey(user.Id, "for tests", scopes, ExpiresAt: expiresAt), Token))!;
    }

    /// <summary>The text of another key of a user.</summary>
    public static async Task<string> CreateKeyAsync(this IServiceProvider services, User user) =>
        (await services.GetRequiredService<AccountStore>().CreateKeyAsync(Tester, new NewKey(user.Id, "for tests", KeyScope.Read), Token))!.Text;
}
