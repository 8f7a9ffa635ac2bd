namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    private const string UserColumns = """
        id as Id, organization_id as OrganizationId, name as Name, email as Email, subscription_tier as Tier, is_active as IsActive, created_at as CreatedAt,
            updated_at as UpdatedAt
        """;

    /// <summary>Makes a user; null when there is no such organization.</summary>
    /// <exception cref="AccountConflictException">Another one has the address.</exception>
    public Task<User?> CreateUserAsync(Actor actor, NewUser user, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        var made = await RuledAsync(
            change.FindAsync<User>(
                $"""
                insert into users (organization_id, name, email, subscription_tier)
                select id, @Name, @Email, @Tier from organizations where id = @OrganizationId and (@Reach is null or id = @Reach)
                returning {UserColumns}
                """,
                new { user.OrganizationId, actor.Reach, user.Name, user.Email, Tier = GetTier(user.Tier) }),
            "users_email", $"There is a user with the address '{user.Email}' already.").ConfigureAwait(false);
        if (made is null) return null;
        await change.NoteAsync("user.create", $"user:{made.Id}", made.OrganizationId, new { made.Name, made.Tier }).ConfigureAwait(false);
        return made;
    }, cancellationToken);

    /// <summary>Changes a user, and with it what all of its keys open; null when there is none.</summary>
    /// <exception cref="AccountConflictException">Another one has the address.</exception>
    public Task<User?> UpdateUserAsync(Actor actor, long id, UserChanges changes, CancellationToken cancellationToken) => ChangeAsync(actor, async change =>
    {
        var changed = await RuledAsync(
            change.FindAsync<User>(
                $"""
                update users set name = coalesce(@Name, name), email = coalesce(@Email, email), subscription_tier = coalesce(@Tier, subscription_tier),
                    is_active = coalesce(@IsActive, is_active), updated_at = now()
                where id = @Id and (@Reach is null or organization_id = @Reach) returning {UserColumns}
                """,
                new { Id = id, actor.Reach, changes.Name, changes.Email, Tier = changes.Tier is null ? null : GetTier(changes.Tier), changes.IsActive }),
            "users_email", $"There is a user with the address '{changes.Email}' already.").ConfigureAwait(false);
        if (changed is null) return null;
        if (changes.IsActive is not null || changes.Tier is not null) await change.TouchKeysAsync("user_id = @Id", new { Id = id }).ConfigureAwait(false);
        // The trail says that an address changed; whose it is stays in one place.
        await change.NoteAsync("user.update", $"user:{id}", changed.OrganizationId, changes with { Email = changes.Email is null ? null : "changed" })
            .ConfigureAwait(false);
        return changed;
    }, cancellationToken);

    /// <summary>Users by id, a page at a time.</summary>
    /// <param name="reach">The one organization to see; null for all.</param>
    /// <param name="organization">Of one organization only; null for all.</param>
    /// <param name="after">Id of the last one that is known already; 0 for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task<IReadOnlyList<User>> ListUsersAsync(long? reach, long? organization, long after, int limit, CancellationToken cancellationToken) => ListAsync<User>(
        $"""
        select {UserColumns} from users
        where id > @After and (@Reach is null or organization_id = @Reach) and (@Organization is null or organization_id = @Organization) order by id limit @Limit
        """,
        new { After = after, Reach = reach, Organization = organization, Limit = limit }, cancellationToken);

    /// <summary>One user; null when there is none.</summary>
    public async Task<User?> FindUserAsync(long? reach, long id, CancellationToken cancellationToken) =>
        (await ListAsync<User>(
            $"select {UserColumns} from users where id = @Id and (@Reach is null or organization_id = @Reach)", new { Id = id, Reach = reach }, cancellationToken)
            .ConfigureAwait(false)).SingleOrDefault();

    private string GetTier(string name) => tiers.OfUsers.FirstOrDefault(tier => string.Equals(tier.Name, name, StringComparison.OrdinalIgnoreCase))?.Name
        ?? throw new ArgumentException($"'{name}' is no tier; there are {string.Join(", ", tiers.OfUsers.Select(tier => tier.Name))}.", nameof(name));
}
